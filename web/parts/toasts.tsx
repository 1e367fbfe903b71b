import { signal } from '@preact/signals';
import { Icon } from './icon';
import type { IconName } from './icons';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'soft';
}

const SHOWN_MS = 6_000;
const toasts = signal<readonly Toast[]>([]);
let next = 1;

/** Says what was done, for a moment, out of the way. */
export function say(text: string, tone: Toast['tone'] = 'good'): void {
  const icon = tone === 'bad' ? 'triangle-alert' : tone === 'good' ? 'check' : 'info';
  const toast: Toast = { id: next++, text, icon, tone };
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => dismiss(toast.id), SHOWN_MS);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, icon, tone }) => (
        <div key={id} class="toast card">
          <Icon name={icon} class={tone} />
          <span>{text}</span>
          <button type="button" class="btn-ic" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="x" small />
          </button>
        </div>
      ))}
    </div>
  );
}
