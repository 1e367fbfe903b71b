import { money, toJsonNumber } from '../../../functions/domain/money';
import { holdOf } from '../../../functions/domain/order';
import { type PriceField, rulesOf } from '../../../functions/domain/order-type';
import { isRejection } from '../../../functions/domain/rejection';
import { replaced } from '../../../functions/domain/replacement';
import type { Order } from '../../api/answers';
import { serverNowMs } from '../../api/client';
import { domainOrder } from '../../domain/domain-order';
import { instantAt, moneyOf, sharesOf } from '../../domain/typed';
import { formatMoney, inShares, typedAmount } from '../../format/money';

interface Preview {
  readonly held?: string;
  readonly place: string;
}

export type ReplacementFields = Readonly<Record<'total' | PriceField, string>>;

const DOMAIN_NAMES = {
  lower_bound: 'lowerBound',
  upper_bound: 'upperBound',
  stop_price: 'stopPrice',
  take_profit: 'takeProfit',
  stop_loss: 'stopLoss',
} as const;

const LATER = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';

/** The prices that an order of its type has, as the dialog asks for them. */
export function replaceablePrices({ type, side }: Pick<Order, 'type' | 'side'>): PriceField[] {
  const { needed = [], optional = [] } = rulesOf(type)[side] ?? {};
  return [...needed, ...optional];
}

/** What the server's own rule makes of the change: the hold, and whether the order keeps its place. */
export function replacementPreview(
  order: Order,
  fields: ReplacementFields,
  marketCollarPercent?: number,
): Preview {
  const total = sharesOf(typedAmount(fields.total));
  const prices = replaceablePrices(order).map((name) => {
    const text = fields[name];
    return [DOMAIN_NAMES[name], text.trim() === '' ? null : moneyOf(text)] as const;
  });
  if (total === undefined || prices.some(([, price]) => price === undefined))
    return { place: 'Enter a new value.' };
  const before = domainOrder(order);
  const after = replaced(
    before,
    { total, ...Object.fromEntries(prices) },
    LATER,
    instantAt(serverNowMs()),
    marketCollarPercent,
  );
  if (isRejection(after)) return { place: REFUSED[after.rejected] ?? 'The server would refuse this.' };
  const { remaining } = holdOf(after);
  return {
    held: order.side === 'buy' ? formatMoney(toJsonNumber(money(remaining))) : inShares(Number(remaining)),
    place:
      after.priority === before.priority
        ? 'It keeps its place among orders at its price.'
        : 'It loses its place: it goes last among orders at the new price.',
  };
}

const REFUSED: Partial<Record<string, string>> = {
  invalid_bounds: 'The lower price must not be above the upper one, and the first of the two is needed.',
  order_closed: 'The order is closed.',
  total_already_filled: 'That many shares are already filled.',
  order_too_large: 'Shares × price must not exceed 100,000,000,000.',
};
