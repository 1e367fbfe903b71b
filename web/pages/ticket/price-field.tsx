import type { Side } from '../../../functions/domain/side';
import { priceFor } from '../../../functions/domain/tick';
import { formatMoney, isKnown } from '../../format/money';
import type { LiveStock } from '../../live/quotes';
import { Field } from '../../parts/field';
import { LimitChips } from './limit-chips';
import type { PriceName } from './ticket-fields';

interface PriceWords {
  readonly label: string;
  readonly hint: string;
  readonly placeholder?: string;
}

/** What the prices of an order are called, on a ticket and where it is replaced. */
export function priceWords(name: PriceName, side: Side): PriceWords {
  const isBuy = side === 'buy';
  switch (name) {
    case 'limit':
      return { label: isBuy ? 'Pay at most' : 'Take at least', hint: 'a share' };
    case 'other':
      return {
        label: isBuy ? 'Not below' : 'Not above',
        hint: 'optional',
        placeholder: isBuy ? 'Any price below' : 'Any price above',
      };
    case 'stop':
      return { label: 'Stop', hint: isBuy ? 'once it rises to' : 'once it falls to' };
    case 'takeProfit':
      return { label: 'Take profit', hint: 'sells at this or above', placeholder: 'None' };
    case 'stopLoss':
      return { label: 'Stop loss', hint: 'sells once it falls to', placeholder: 'None' };
  }
}

/** What the side trades at, in the feed's word for it. */
function quoteText(stock: LiveStock | undefined, side: Side): string {
  const price = stock && priceFor(side, stock);
  if (!isKnown(price)) return 'no quote';
  const isOwn = isKnown(side === 'buy' ? stock?.ask : stock?.bid);
  return `${isOwn ? (side === 'buy' ? 'ask' : 'bid') : 'quote'} ${formatMoney(price)}`;
}

export function PriceField({
  name,
  side,
  stock,
  value,
  problem,
  onInput,
}: {
  name: PriceName;
  side: Side;
  stock: LiveStock | undefined;
  value: string;
  problem: string | undefined;
  onInput: (value: string) => void;
}) {
  const isLimit = name === 'limit';
  const price = stock ? priceFor(side, stock) : null;
  return (
    <Field
      id={name}
      {...priceWords(name, side)}
      unit={isLimit ? quoteText(stock, side) : undefined}
      inputMode="decimal"
      isNumber
      value={value}
      problem={problem}
      onInput={onInput}
    >
      {isLimit && <LimitChips price={price} isBuy={side === 'buy'} onPick={onInput} />}
    </Field>
  );
}
