import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { signIn } from '../../api/session';
import { Field } from '../../parts/field';
import { Welcome } from './welcome';

export interface PendingSignUp {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** The second step of a sign-up, where addresses are confirmed. */
export function Confirm({ pending, onBack }: { pending: PendingSignUp; onBack: () => void }) {
  const { route } = useLocation();
  const { username, email, password } = pending;
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isSent, setSent] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(sentenceOf(error)));
    setBusy(false);
  };
  const submit = () =>
    attempt(async () => {
      await client.call('confirm-user', { body: { username, password, code: code.trim() } });
      await signIn(username, password);
      route('/', true);
    });
  const sendAgain = () =>
    attempt(async () => {
      await client.call('create-user', { body: pending });
      setSent(true);
    });
  return (
    <Welcome title="Confirm your email">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>
          {isSent ? 'Another code' : 'A code'} is on its way to {email}.
        </p>
        <Field
          id="code"
          label="Code"
          inputMode="numeric"
          value={code}
          autocomplete="one-time-code"
          problem={problem}
          isFocused
          onInput={setCode}
        />
        <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
          Open the account
        </button>
        <button type="button" class="btn" aria-disabled={isBusy} onClick={() => void sendAgain()}>
          Send another code
        </button>
        <button type="button" class="btn" onClick={onBack}>
          Back
        </button>
      </form>
    </Welcome>
  );
}
