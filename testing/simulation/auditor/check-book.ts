import type { Evidence } from './evidence';
import type { Findings } from './findings';
import type { BookEntry, Order, Stock } from './table';

const NO_UPPER_BOUND_BAND = 127;
const WAITING_BAND = 128;

/** Promise 7: the book holds exactly the open orders, each where matching will look for it. */
export function checkBook({ table, orders }: Evidence, findings: Findings): void {
  const booked = new Set<string>();
  for (const entry of table.book) {
    const order = orders.get(entry.orderId);
    findings.expect(7, !booked.has(entry.orderId), `order ${entry.orderId} is in the book twice`);
    findings.expect(7, order?.isOpen === true, `order ${entry.orderId} is in the book and ${order?.status}`);
    booked.add(entry.orderId);
    if (order) checkEntry(entry, order, findings);
  }
  for (const order of table.orders)
    findings.expect(
      7,
      !order.isOpen || booked.has(order.id),
      `order ${order.id} is open and not in the book`,
    );
  const stocks = new Map(table.stocks.map((stock) => [stock.id, stock]));
  for (const entry of table.book) {
    const isKnown = isLookedAt(stocks.get(entry.partition.split('#')[1] ?? ''), entry);
    findings.expect(7, isKnown, `the stock does not know of ${entry.partition} ${entry.sort}`);
  }
  for (const stock of table.stocks) checkWaiting(stock, table.orders, findings);
}

function isLookedAt(stock: Stock | undefined, { partition, lower, upper }: BookEntry): boolean {
  const [, , side, band] = partition.split('#');
  if (!stock) return false;
  if (Number(band) !== WAITING_BAND)
    return stock.bands[side === 'buy' ? 'buy' : 'sell'].includes(Number(band));
  const { buy, sell } = stock.nearest;
  return side === 'buy' ? buy !== undefined && lower >= buy : sell !== undefined && upper <= sell;
}

/** Whoever waits for a price that is there waits in vain. Those whose time is over are left to the sweep. */
function checkWaiting({ id, quote }: Stock, orders: readonly Order[], findings: Findings): void {
  if (!quote || quote.units === 0n) return;
  for (const order of orders) {
    if (order.stockId !== id || !order.isOpen || !order.isWaiting || order.expiresAt !== undefined) continue;
    const { side, lower = 0n, upper } = order;
    const isReached = side === 'buy' ? lower <= quote.units : upper === undefined || upper >= quote.units;
    findings.expect(7, !isReached, `order ${order.id} waits for a price that is there`);
  }
}

function checkEntry(entry: BookEntry, order: Order, findings: Findings): void {
  const { side, stockId, lower = 0n, upper, total } = order;
  const where = `the entry of order ${order.id}`;
  findings.expect(7, entry.lower === lower, `${where} has the lower bound ${entry.lower}, not ${lower}`);
  const isUpper = upper === undefined ? entry.upper > 0n : entry.upper === upper;
  findings.expect(7, isUpper, `${where} has the upper bound ${entry.upper}, not ${upper}`);
  findings.expect(7, entry.total === total && entry.userId === order.userId, `${where} is another's`);
  findings.expect(7, entry.expiresAt === order.expiresAt, `${where} expires at ${entry.expiresAt}`);
  const band = bandOfOrder(order);
  const partition = `BOOK#${stockId}#${side}#${String(band).padStart(3, '0')}`;
  findings.expect(7, entry.partition === partition, `${where} is in ${entry.partition}, not in ${partition}`);
  const descends = (amount: bigint) => 10n ** 16n - 1n - amount;
  const byPriority = side === 'buy' ? descends(entry.upper) : entry.lower;
  const byTrigger = side === 'buy' ? entry.lower : descends(entry.upper);
  const rank = order.isWaiting ? byTrigger : byPriority;
  const isInPlace = entry.sort.startsWith(`${String(rank).padStart(16, '0')}#`);
  findings.expect(7, isInPlace, `${where} is at ${entry.sort}`);
}

function bandOfOrder({ side, lower = 0n, upper, isWaiting }: Order): number {
  if (isWaiting) return WAITING_BAND;
  if (side === 'buy') return bandOf(lower);
  return upper === undefined ? NO_UPPER_BOUND_BAND : bandOf(upper);
}

/** The number of the power of √2 below which the bound lies: found by looking, where the system counts bits. */
function bandOf(bound: bigint): number {
  let band = 0;
  while (2n ** BigInt(band) <= bound * bound) band++;
  return band;
}
