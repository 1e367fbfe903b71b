import { formatMoney, typedAmount } from '../../format/money';

const STEPS = [0, 0.5, 1, 5];

/** Limits around the quote. A buy that pays more and a sell that takes less fill sooner. */
export function LimitChips({
  price,
  isBuy,
  onPick,
}: {
  price: number | null;
  isBuy: boolean;
  onPick: (price: string) => void;
}) {
  if (!price) return null;
  const sign = isBuy ? 1 : -1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not fields
    <div class="chips" role="group" aria-label="Set from the quote">
      {STEPS.map((percent) => (
        <button
          key={percent}
          type="button"
          class="chip num"
          onClick={() => onPick(typedAmount(formatMoney(rounded(price * (1 + (sign * percent) / 100)))))}
        >
          {percent === 0 ? formatMoney(price) : `${isBuy ? '+' : '−'}${percent}%`}
        </button>
      ))}
    </div>
  );
}

/** A proposal, to be changed by whoever takes it: two decimals are enough. */
function rounded(price: number): number {
  return Math.round(price * 100) / 100;
}
