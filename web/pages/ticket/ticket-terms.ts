import type { Instant } from '../../../functions/domain/instant';
import type { Money } from '../../../functions/domain/money';
import type { Exit, Terms } from '../../../functions/domain/order';
import type { OrderType } from '../../../functions/domain/order-type';
import { instantAt, moneyOf, sharesOf } from '../../domain/typed';
import { fromLocalField } from '../../format/query-time';
import { type PriceName, pricesOf, type TicketFields, type TicketProblems } from './ticket-fields';

export interface ReadTerms extends Terms {
  readonly type: OrderType;
  readonly expiresAt: Instant | undefined;
}

type ReadPrices = Partial<Record<PriceName, Money | undefined>>;

/** Reads what was typed. @returns undefined with `problems` for what can't be an order, both empty for what is not finished */
export function termsOf(fields: TicketFields): { terms: ReadTerms | undefined; problems: TicketProblems } {
  const total = sharesOf(fields.shares);
  const asked = pricesOf(fields);
  const prices: ReadPrices = Object.fromEntries(
    [...asked.keys()].map((name) => [name, moneyOf(fields[name])]),
  );
  const until = fields.timeInForce === 'gtd' ? fromLocalField(fields.until) : undefined;
  const problems = {
    ...(fields.shares.trim() !== '' &&
      total === undefined && { shares: 'A whole number of shares, at least 1.' }),
    ...priceProblems(fields, prices),
    ...(fields.timeInForce === 'gtd' && until === undefined && { until: 'Choose when it ends.' }),
  };
  const exit = exitOf(prices);
  const isMissing = [...asked].some(([name, need]) => need === 'needed' && prices[name] === undefined);
  const isExitMissing = fields.type === 'exit' && exit === undefined;
  if (total === undefined || isMissing || isExitMissing || Object.keys(problems).length > 0)
    return { terms: undefined, problems };
  const { limit, other, stop } = prices;
  const bounds =
    fields.side === 'buy'
      ? { upperBound: limit, lowerBound: other }
      : { lowerBound: limit, upperBound: other };
  const expiresAt = until === undefined ? undefined : instantAt(Date.parse(until));
  const { side, type } = fields;
  return { terms: { side, type, total, ...bounds, stopPrice: stop, exit, expiresAt }, problems };
}

function exitOf({ takeProfit, stopLoss }: ReadPrices): Exit | undefined {
  return takeProfit === undefined && stopLoss === undefined ? undefined : { takeProfit, stopLoss };
}

/** An empty field is no mistake yet. */
function priceProblems(fields: TicketFields, prices: ReadPrices): TicketProblems {
  const problems: TicketProblems = {};
  const isBuy = fields.side === 'buy';
  for (const name of pricesOf(fields).keys()) {
    const price = prices[name];
    // To take anything, or to pay from nothing up, is zero; no other price is.
    const mayBeZero = (name === 'limit' && !isBuy) || (name === 'other' && isBuy);
    if (fields[name].trim() !== '' && (price === undefined || (price === 0n && !mayBeZero)))
      problems[name] = mayBeZero
        ? 'A price with at most 4 decimals.'
        : 'A price above 0 with at most 4 decimals.';
  }
  const { limit, other, takeProfit, stopLoss } = prices;
  const isCrossed = limit !== undefined && other !== undefined && (isBuy ? other > limit : other < limit);
  if (isCrossed)
    problems.other = isBuy
      ? 'It must not be above the most you pay.'
      : 'It must not be below the least you take.';
  if (takeProfit !== undefined && stopLoss !== undefined && stopLoss >= takeProfit)
    problems.stopLoss = 'It must be below the price to take the profit at.';
  return problems;
}
