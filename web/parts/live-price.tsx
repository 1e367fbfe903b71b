import { useEffect, useRef } from 'preact/hooks';
import { quotes } from '../live/quotes';

const TINT_MS = 300;
const TINTS_APART_MS = 500;

/** A price that is tinted for a moment when it changes, at most twice a second, and never where motion is unwelcome. */
export function LivePrice({
  stockId,
  text,
  class: className = '',
}: {
  stockId: string;
  text: string;
  class?: string;
}) {
  const element = useRef<HTMLElement>(null);
  const last = useRef({ text, tintedAtMs: 0 });
  useEffect(() => {
    const { current } = last;
    if (current.text === text) return;
    current.text = text;
    const nowMs = Date.now();
    if (nowMs - current.tintedAtMs < TINTS_APART_MS) return;
    current.tintedAtMs = nowMs;
    tint(element.current, quotes.of(stockId).peek()?.direction ?? 0);
  }, [text, stockId]);
  return (
    <b ref={element} class={`num live-price ${className}`}>
      {text}
    </b>
  );
}

function tint(element: HTMLElement | null, direction: -1 | 0 | 1): void {
  if (!element || direction === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const color = direction > 0 ? 'var(--up-soft)' : 'var(--down-soft)';
  element.animate([{ backgroundColor: color }, { backgroundColor: color, offset: 0.6 }, {}], TINT_MS);
}
