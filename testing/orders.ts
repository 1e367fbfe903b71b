import fc from 'fast-check';
import { MAX_AMOUNT, type Money, money, type Quantity } from '../functions/domain/money';
import type { Order, TimeInForce } from '../functions/domain/order';
import { type OrderRequest, place } from '../functions/domain/placement';
import type { Side } from '../functions/domain/side';
import { anyMagnitude, anyQuantity, aStock, entryId } from './arbitraries';
import { accepted, anOrderId, aRequest, NOON, type OrderParts } from './builders';
import type { NaiveOrder } from './naive-book';

/** An order placed in a market without a quote, so its place in the book doesn't depend on a price. */
export function anOrder(side: Side, parts: OrderParts = {}): Order {
  return entered(aRequest(side, { ...(side === 'buy' ? { upper: 10 } : { lower: 10 }), ...parts }));
}

function entered(request: OrderRequest): Order {
  const context = { now: NOON, quoteMaxAgeSeconds: 60, entryId: entryId(0), exitOrderId: anOrderId() };
  return { ...accepted(place(request, aStock(), context)).order, isWaiting: undefined };
}

export interface TermsParts {
  readonly side: Side;
  readonly total: Quantity;
  readonly lowerBound?: Money | undefined;
  readonly upperBound?: Money | undefined;
  readonly timeInForce: TimeInForce;
}

export const ROUND_PRICES = [
  1n,
  9_999n,
  10_000n,
  10_001n,
  14_142n,
  15_000n,
  14_143n,
  20_000n,
  1_000_000n,
].map(money);

/** Terms that the domain accepts, of all magnitudes, with bounds that often collide. */
export function anyTerms(
  times: readonly TimeInForce[] = ['gtc'],
  maxTotal = 1_000,
): fc.Arbitrary<TermsParts> {
  const anyBound = fc.oneof(fc.constantFrom(...ROUND_PRICES), anyMagnitude(MAX_AMOUNT / BigInt(maxTotal)));
  return fc
    .record({
      side: fc.constantFrom<Side>('buy', 'sell'),
      bounds: fc.tuple(anyBound, anyBound),
      isOpenEnded: fc.boolean(),
      total: anyQuantity(1, maxTotal),
      timeInForce: fc.constantFrom(...times),
    })
    .map(({ side, bounds: [a, b], isOpenEnded, total, timeInForce }) => {
      const [lower, upper] = a < b ? [a, b] : [b, a];
      const bounds =
        side === 'buy'
          ? { lowerBound: isOpenEnded ? undefined : lower, upperBound: upper }
          : { lowerBound: lower, upperBound: isOpenEnded ? undefined : upper };
      return { side, total, timeInForce, ...bounds };
    });
}

/** Orders in order of arrival. */
export function anyOrders(maxLength: number): fc.Arbitrary<Order[]> {
  return fc
    .array(anyTerms(), { maxLength, size: 'max' })
    .map((all) => all.map((terms) => entered({ ...aRequest(terms.side), ...terms })));
}

/** Reads the bounds from the order itself: the reference must not use the code it is compared with. */
export function naiveOf({ id, side, lowerBound, upperBound, remaining }: Order): NaiveOrder {
  return {
    id,
    side,
    lower: lowerBound ?? 0n,
    upper: upperBound ?? 1_000_000_000_000_000n,
    shares: remaining,
  };
}
