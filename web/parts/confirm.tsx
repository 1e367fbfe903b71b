import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/problems';
import { Dialog } from './dialog';
import { Message } from './field';

interface Question {
  readonly title: string;
  /** What will be hit. */
  readonly body: ComponentChildren;
  readonly yes: string;
  readonly no?: string;
  readonly isDangerous?: boolean;
  /** What is done after the yes; the dialog stays until it is, and says why if it is refused. */
  readonly act: () => Promise<unknown>;
}

const question = signal<Question | undefined>(undefined);

/** Asks before something is done that can't be undone. */
export function ask(asked: Question): void {
  question.value = asked;
}

export function Confirmation() {
  const asked = question.value;
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (!asked) return null;
  const close = () => {
    question.value = undefined;
    setFailure(undefined);
    setBusy(false);
  };
  const act = () => {
    setBusy(true);
    asked.act().then(close, (error: unknown) => {
      setBusy(false);
      setFailure(sentenceOf(error));
    });
  };
  return (
    <Dialog title={asked.title} onClose={close} class="dialog-s">
      <div class="dialog-b">
        <div class="soft">{asked.body}</div>
        {failure && <Message text={failure} />}
        <div class="row end">
          <button type="button" class="btn" onClick={close}>
            {asked.no ?? 'Keep'}
          </button>
          <button
            type="button"
            class={`btn fit ${asked.isDangerous ? 'btn-bad' : 'btn-go'}`}
            aria-disabled={isBusy}
            onClick={() => !isBusy && act()}
          >
            {asked.yes}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
