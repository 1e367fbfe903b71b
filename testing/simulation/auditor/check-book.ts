import type { Evidence } from './evidence';
import type { Findings } from './findings';
import type { BookEntry, Order } from './table';

const NO_UPPER_BOUND_BAND = 127;

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
  const bandsInUse = new Map(table.stocks.map((stock) => [stock.id, stock.bands]));
  for (const { partition } of table.book) {
    const [, stockId = '', side, band] = partition.split('#');
    const known = bandsInUse.get(stockId)?.[side === 'buy' ? 'buy' : 'sell'] ?? [];
    findings.expect(7, known.includes(Number(band)), `the stock does not know of ${partition}`);
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
  const band = side === 'buy' ? bandOf(lower) : upper === undefined ? NO_UPPER_BOUND_BAND : bandOf(upper);
  const partition = `BOOK#${stockId}#${side}#${String(band).padStart(3, '0')}`;
  findings.expect(7, entry.partition === partition, `${where} is in ${entry.partition}, not in ${partition}`);
  const rank = side === 'buy' ? 10n ** 16n - 1n - entry.upper : entry.lower;
  const isInPlace = entry.sort.startsWith(`${String(rank).padStart(16, '0')}#`);
  findings.expect(7, isInPlace, `${where} is at ${entry.sort}`);
}

/** The number of the power of √2 below which the bound lies: found by looking, where the system counts bits. */
function bandOf(bound: bigint): number {
  let band = 0;
  while (2n ** BigInt(band) <= bound * bound) band++;
  return band;
}
