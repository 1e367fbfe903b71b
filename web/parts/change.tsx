import type { ComponentChildren } from 'preact';
import { formatGain, formatPercent, isKnown, UNKNOWN } from '../format/money';
import { Icon } from './icon';

function directionClass(amount: number): string {
  return amount > 0 ? 'up' : amount < 0 ? 'down' : 'muted';
}

/** Color never stands alone: there is an arrow beside it, and a sign where the text has one. */
export function Directed({ amount, children }: { amount: number; children: ComponentChildren }) {
  return (
    <span class={`chg num ${directionClass(amount)}`}>
      {amount !== 0 && <Icon name={amount > 0 ? 'arrow-up' : 'arrow-down'} small />}
      {amount !== 0 && <span class="sr">{amount > 0 ? 'up ' : 'down '}</span>}
      {children}
    </span>
  );
}

/** A gain or loss, with how much of `base` it is. */
export function Gain({ amount, base }: { amount: number | null | undefined; base?: number | undefined }) {
  if (!isKnown(amount)) return <span class="muted">{UNKNOWN}</span>;
  const share = base !== undefined && base > 0 ? ` (${formatPercent(Math.abs(amount / base))})` : '';
  return (
    <Directed amount={amount}>
      {formatGain(amount)}
      {share}
    </Directed>
  );
}

/** How far the price has come since the day began. */
export function DayChange({
  price,
  open,
  isLong,
}: {
  price: number | null;
  open: number | undefined;
  isLong?: boolean;
}) {
  if (price === null || open === undefined || open === 0) return <span class="muted num">no change yet</span>;
  const change = Number((price - open).toFixed(4));
  return (
    <Directed amount={change}>
      {isLong
        ? `${formatGain(change)} (${formatPercent(Math.abs(change / open))})`
        : formatPercent(Math.abs(change / open))}
    </Directed>
  );
}
