import { type Evidence, grouped } from './evidence';
import { heldByOpen } from './fees';
import type { Findings } from './findings';

/** Promises 1 to 3: nothing is below zero, open orders hold exactly what is frozen, and the ledger explains it all. */
export function checkBalances({ table, journal }: Evidence, findings: Findings): void {
  const open = table.orders.filter(({ isOpen }) => isOpen);
  const transfers = grouped(table.transfers, ({ userId }) => userId);
  const fills = grouped(table.fills, ({ userId }) => userId);
  for (const { userId, available, frozen } of table.accounts) {
    const own = open.filter((order) => order.userId === userId && order.side === 'buy');
    const held = sum(own.map((order) => heldByOpen(journal.fees, order)));
    const booked =
      sum((transfers.get(userId) ?? []).map(({ money }) => money)) +
      sum((fills.get(userId) ?? []).map(({ money }) => money));
    findings.expect(
      1,
      available >= 0n && frozen >= 0n,
      `account ${userId} has ${available} and ${frozen} frozen`,
    );
    findings.expect(
      2,
      frozen === held,
      `account ${userId} has ${frozen} frozen, but its open buys hold ${held}`,
    );
    findings.expect(
      3,
      available + frozen === booked,
      `account ${userId} has ${available + frozen}, its ledger ${booked}`,
    );
  }
  for (const { userId, stockId, available, frozen, cost, realized } of table.holdings) {
    const own = open.filter(
      (order) => order.userId === userId && order.stockId === stockId && order.side === 'sell',
    );
    // The shares bought by a buy with an exit are frozen for the exit until the buy closes.
    const kept = open.filter(
      ({ side, takeProfit, stopLoss, ...order }) =>
        order.userId === userId &&
        order.stockId === stockId &&
        side === 'buy' &&
        (takeProfit ?? stopLoss) !== undefined,
    );
    const held = sum([
      ...own.map(({ remaining }) => BigInt(remaining)),
      ...kept.map(({ total, remaining }) => BigInt(total - remaining)),
    ]);
    const traded = (fills.get(userId) ?? []).filter((fill) => fill.stockId === stockId);
    const booked = sum(traded.map(({ side, shares }) => BigInt(side === 'buy' ? shares : -shares)));
    const paid = sum(traded.filter(({ side }) => side === 'buy').map(({ money }) => -money));
    const sales = traded.filter(({ side }) => side === 'sell');
    const gone = sum(sales.map((sale) => sale.cost ?? 0n));
    const brought = sum(sales.map(({ money }) => money));
    const where = `holding of ${userId} in ${stockId}`;
    findings.expect(1, available >= 0n && frozen >= 0n, `${where}: ${available} and ${frozen} frozen`);
    findings.expect(2, frozen === held, `${where}: ${frozen} frozen, but open sells hold ${held}`);
    findings.expect(
      3,
      available + frozen === booked,
      `${where}: ${available + frozen}, by the ledger ${booked}`,
    );
    findings.expect(3, cost === paid - gone, `${where}: cost ${cost}, but ${paid} paid and ${gone} sold`);
    findings.expect(3, cost >= 0n, `${where}: cost ${cost}`);
    const isTold = sales.every((sale) => sale.cost !== undefined && sale.cost >= 0n);
    findings.expect(3, isTold, `${where}: a sell doesn't state its cost`);
    findings.expect(3, realized === brought - gone, `${where}: realized ${realized}, not ${brought - gone}`);
    findings.expect(3, booked > 0n || cost === 0n, `${where}: cost ${cost} without shares`);
  }
  const holders = new Set(table.holdings.map(({ userId, stockId }) => `${userId} ${stockId}`));
  for (const { userId, stockId } of table.fills)
    findings.expect(3, holders.has(`${userId} ${stockId}`), `${userId} traded ${stockId} but has no holding`);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
