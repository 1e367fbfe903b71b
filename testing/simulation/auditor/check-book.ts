import { type Evidence, grouped } from './evidence';
import type { Findings } from './findings';
import type { BookEntry, Order, Stock } from './table';
import { priceAt } from './ticks';

const NO_UPPER_BOUND_BAND = 127;
const WAITING_BAND = 128;

/** Promise 7: the book holds exactly the open orders, each where matching looks for it. */
export function checkBook({ table, orders }: Evidence, findings: Findings): void {
  const booked = grouped(table.book, ({ orderId }) => orderId);
  for (const [orderId, entries] of booked) {
    const order = orders.get(orderId);
    findings.expect(7, order?.isOpen === true, `order ${orderId} is in the book but ${order?.status}`);
    if (order) for (const entry of entries) checkEntry(entry, order, findings);
  }
  for (const order of table.orders) checkPlaces(order, booked.get(order.id) ?? [], findings);
  const stocks = new Map(table.stocks.map((stock) => [stock.id, stock]));
  for (const entry of table.book) {
    const isKnown = isLookedAt(stocks.get(entry.partition.split('#')[1] ?? ''), entry);
    findings.expect(7, isKnown, `the stock does not know of ${entry.partition} ${entry.sort}`);
  }
  for (const stock of table.stocks) checkWaiting(stock, table.orders, findings);
}

function isLookedAt(stock: Stock | undefined, { partition, sort }: BookEntry): boolean {
  const [, , side, band] = partition.split('#');
  if (!stock) return false;
  if (Number(band) !== WAITING_BAND)
    return stock.bands[side === 'buy' ? 'buy' : 'sell'].includes(Number(band));
  const { buy, sell } = stock.nearest;
  const rank = BigInt(sort.split('#')[0] ?? '');
  return side === 'buy' ? buy !== undefined && rank >= buy : sell !== undefined && descends(rank) <= sell;
}

/** No order may wait for a price that is already there. Those that expire are left to the sweep. */
function checkWaiting({ id, quote }: Stock, orders: readonly Order[], findings: Findings): void {
  if (!quote || quote.units === 0n) return;
  for (const order of orders) {
    if (order.stockId !== id || !order.isOpen || !order.isWaiting || order.expiresAt !== undefined) continue;
    const { side, lower = 0n, upper } = order;
    const price = priceAt(side, quote);
    const isReached = side === 'buy' ? lower <= price : upper === undefined || upper >= price;
    findings.expect(7, !isReached, `order ${order.id} waits for a price that is already there`);
  }
}

function checkEntry(entry: BookEntry, order: Order, findings: Findings): void {
  const { lower, upper, total } = order;
  const where = `the entry of order ${order.id}`;
  const least = (order.triggeredAt === undefined ? order.takeProfit : undefined) ?? lower ?? 0n;
  const isBuy = order.side === 'buy';
  const lowest = isBuy ? (lower ?? 0n) : least;
  findings.expect(7, entry.lower === lowest, `${where} has the lower bound ${entry.lower}, not ${lowest}`);
  const isUpper = upper === undefined ? entry.upper > 0n : entry.upper === upper;
  findings.expect(7, isUpper, `${where} has the upper bound ${entry.upper}, not ${upper}`);
  findings.expect(
    7,
    entry.total === total && entry.userId === order.userId,
    `${where} belongs to another order`,
  );
  findings.expect(7, entry.expiresAt === order.expiresAt, `${where} expires at ${entry.expiresAt}`);
}

/** An open order has entries wherever a tick has to find it, and nowhere else. */
function checkPlaces(order: Order, entries: readonly BookEntry[], findings: Findings): void {
  const found = entries.map(({ partition, sort }) => `${partition} ${sort.split('#')[0]}`).toSorted();
  const expected = order.isOpen ? entriesOf(order).toSorted() : [];
  const isThere =
    found.length === expected.length && found.every((place, index) => place === expected[index]);
  findings.expect(7, isThere, `order ${order.id} is in ${found.join(', ')}, not in ${expected.join(', ')}`);
}

function entriesOf(order: Order): string[] {
  const { stockId, side, lower = 0n, upper, stop, takeProfit, stopLoss, triggeredAt } = order;
  const trigger = triggeredAt === undefined ? (stop ?? (side === 'sell' ? stopLoss : undefined)) : undefined;
  const isBuy = side === 'buy';
  const place = (band: number, rank: bigint) =>
    `BOOK#${stockId}#${side}#${String(band).padStart(3, '0')} ${String(rank).padStart(16, '0')}`;
  const waiting = (price: bigint) => place(WAITING_BAND, isBuy ? price : descends(price));
  if (order.isWaiting) return [waiting(isBuy ? lower : (upper ?? 0n))];
  const least = !isBuy && triggeredAt === undefined ? (takeProfit ?? lower) : lower;
  const resting = place(bandOfOrder(order), isBuy ? descends(upper ?? 0n) : least);
  if (trigger === undefined) return [resting];
  return !isBuy && takeProfit !== undefined ? [resting, waiting(trigger)] : [waiting(trigger)];
}

const descends = (amount: bigint) => 10n ** 16n - 1n - amount;

function bandOfOrder({ side, lower = 0n, upper }: Order): number {
  if (side === 'buy') return bandOf(lower);
  return upper === undefined ? NO_UPPER_BOUND_BAND : bandOf(upper);
}

/** The number of the lowest power of √2 above the bound: found by search, whereas the system counts bits. */
function bandOf(bound: bigint): number {
  let band = 0;
  while (2n ** BigInt(band) <= bound * bound) band++;
  return band;
}
