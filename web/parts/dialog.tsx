import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon';

interface DialogProps {
  readonly title: string;
  /** What is shown in place of the title. */
  readonly heading?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly class?: string;
}

/** The browser's own dialog: it keeps the focus, closes with Esc, and gives the focus back. */
export function Dialog({ title, heading, onClose, children, class: className = '' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it is painted: whoever sees it types into it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // A dialog that is taken away while it is open gives the focus back to nobody.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it, as the browser has it
    <dialog
      ref={dialog}
      class={`dialog ${className}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="dialog-in">
        <header class="dialog-h">
          <h2>{heading ?? title}</h2>
          <button type="button" class="btn-ic" aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="x" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
