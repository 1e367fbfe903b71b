import { createHash, type Hash } from 'node:crypto';
import { type Account, balanceOf } from '../domain/account';
import { type Holding, totalShares } from '../domain/holding';
import type { UserId } from '../domain/ids';
import { isOpen, type Order } from '../domain/order';
import type { PromiseNumber } from '../domain/promises';
import { accountKey, fromAccountItem, userPartition } from '../storage/items/account';
import { fromHoldingItem, HOLDINGS, holdingKey } from '../storage/items/holding';
import { fillsOf, fromLedgerItem, LEDGER } from '../storage/items/ledger-entry';
import { fromOrderItem, ORDERS } from '../storage/items/order';
import type { RawItem } from '../storage/table/read';
import { amountText, nameOf } from './findings';
import type { Suspicion } from './limits';
import { readSoundly } from './read-soundly';
import { entryFault, type FillSums, faultsAgainstFills, ownFaults, withFill } from './rules/order-faults';

/** The part of a user's orders and stocks that one reading sums up: all of them, unless they are too many. */
export interface Share {
  readonly number: number;
  readonly of: number;
}

export class TooManyKeys extends Error {
  override readonly name = 'TooManyKeys';
}

interface StockSums {
  ledger: number;
  held: number;
  openSells: number;
  holding?: Holding | undefined;
}

/**
 * One reading of a user's partition, from the account over holdings and ledger to the orders, item by item. It
 * keeps sums, never items, and a digest of what it saw: two readings with one digest saw the same state.
 */
export class UserReading {
  readonly suspicions: Suspicion[] = [];
  private readonly digest: Hash = createHash('sha256');
  private account: Account | undefined;
  private isEmpty = true;
  private ledgerMoney = 0n;
  private heldByBuys = 0n;
  private openBuys = 0;
  private readonly stocks = new Map<string, StockSums>();
  private readonly fills = new Map<string, FillSums>();

  constructor(
    private readonly userId: UserId,
    private readonly share: Share,
    private readonly maxKeys: number,
  ) {}

  /** @returns the order, when the item is one */
  take(item: RawItem): Order | undefined {
    this.isEmpty = false;
    const sortKey = String(item.SK);
    const report = (suspicion: Suspicion) => this.suspicions.push(suspicion);
    if (sortKey.startsWith(HOLDINGS)) {
      const holding = readSoundly(fromHoldingItem, item, 1, report);
      if (holding) this.takeHolding(holding, item);
    } else if (sortKey.startsWith(LEDGER)) {
      this.takeEntry(item, report);
    } else if (sortKey.startsWith(ORDERS)) {
      const order = readSoundly(fromOrderItem, item, 6, report);
      if (order) this.takeOrder(order, item);
      return order;
    } else if (sortKey === accountKey(this.userId).SK) {
      const account = readSoundly(fromAccountItem, item, 1, report);
      if (account) this.takeAccount(account, item);
    }
    return undefined;
  }

  /** @returns the digest of everything that was read */
  finish(): string {
    if (this.isFirst && !this.isEmpty) this.compareMoney();
    for (const [stockId, sums] of this.stocks) this.compareShares(stockId, sums);
    for (const [orderId, fills] of this.fills)
      this.suspect(
        6,
        orderId,
        `There are fills of the order ${orderId}, which does not exist.`,
        fills.entries,
      );
    return this.digest.digest('base64');
  }

  private takeAccount(account: Account, item: RawItem): void {
    this.account = account;
    this.saw(item, account.version, account.available, account.frozen);
    if (this.isFirst) this.refuseBelowZero(account, item);
  }

  private takeHolding(holding: Holding, item: RawItem): void {
    this.saw(item, holding.available, holding.frozen);
    if (this.isFirst) this.refuseBelowZero(holding, item);
    if (this.isOurs(holding.stockId)) this.stockSums(holding.stockId).holding = holding;
  }

  private takeEntry(item: RawItem, report: (suspicion: Suspicion) => void): void {
    this.saw(item);
    const entry = readSoundly(fromLedgerItem, item, 3, report);
    if (!entry) return;
    const name = nameOf(item);
    this.ledgerMoney += entry.money;
    if (this.isFirst) {
      const fault = entryFault(entry);
      if (fault) this.suspect(3, name, `The ledger entry ${entry.id} ${fault}.`, [name], true);
    }
    const { trade } = entry;
    if (!trade) return;
    const isListed = item.GSI1PK === fillsOf(trade.stockId) && item.GSI1SK === entry.id;
    if (this.isFirst && !isListed)
      this.suspect(5, name, `The fill ${entry.id} is not listed under its stock.`, [name], true);
    if (this.isOurs(trade.stockId))
      this.stockSums(trade.stockId).ledger += entry.type === 'buy' ? trade.shares : -trade.shares;
    if (!this.isOurs(trade.orderId)) return;
    this.fills.set(trade.orderId, withFill(this.fills.get(trade.orderId), trade, name));
    this.stayBounded();
  }

  private takeOrder(order: Order, item: RawItem): void {
    this.saw(item, order.version, order.status, order.remaining);
    const { side, remaining, upperBound = 0n, stockId } = order;
    if (isOpen(order) && side === 'buy') {
      this.openBuys++;
      this.heldByBuys += upperBound * BigInt(remaining);
    }
    if (isOpen(order) && side === 'sell' && this.isOurs(stockId)) {
      const sums = this.stockSums(stockId);
      sums.openSells++;
      sums.held += remaining;
    }
    if (!this.isOurs(order.id)) return;
    const name = nameOf(item);
    for (const { promise, what } of ownFaults(order)) this.suspect(promise, what, what, [name], true);
    const fills = this.fills.get(order.id);
    this.fills.delete(order.id);
    for (const [index, { promise, what }] of faultsAgainstFills(order, fills).entries())
      this.suspect(promise, `${order.id} fills ${index}`, what, [name, ...(fills?.entries ?? [])]);
  }

  private compareMoney(): void {
    const name = nameOf(accountKey(this.userId));
    if (!this.account) {
      this.suspect(3, `${name} missing`, `The user ${this.userId} has entries and no account.`, [name]);
      return;
    }
    const { frozen, openBuys } = this.account;
    if (frozen !== this.heldByBuys) {
      const [is, held] = [amountText(frozen), amountText(this.heldByBuys)];
      this.suspect(2, `${name} frozen`, `${is} is frozen of ${name}, its open buys hold ${held}.`, [name]);
    }
    if (openBuys !== this.openBuys)
      this.suspect(2, `${name} open`, `${name} counts ${openBuys} open buys of ${this.openBuys}.`, [name]);
    const balance = balanceOf(this.account);
    if (balance !== this.ledgerMoney) {
      const [is, sum] = [amountText(balance), amountText(this.ledgerMoney)];
      this.suspect(3, `${name} sum`, `${name} has ${is}, its ledger sums up to ${sum}.`, [name]);
    }
  }

  private compareShares(stockId: string, { ledger, held, openSells, holding }: StockSums): void {
    const name = nameOf(holdingKey(this.userId, stockId as Holding['stockId']));
    const [frozen, total] = [holding?.frozen ?? 0, holding ? totalShares(holding) : 0];
    if (frozen !== held)
      this.suspect(
        2,
        `${name} frozen`,
        `${frozen} shares are frozen of ${name}, its open sells hold ${held}.`,
        [name],
      );
    const counted = holding?.openSells ?? 0;
    if (counted !== openSells)
      this.suspect(2, `${name} open`, `${name} counts ${counted} open sells of ${openSells}.`, [name]);
    if (total !== ledger)
      this.suspect(3, `${name} sum`, `${name} has ${total} shares, its ledger sums up to ${ledger}.`, [name]);
  }

  private refuseBelowZero(parts: Pick<Account | Holding, 'available' | 'frozen'>, item: RawItem): void {
    const name = nameOf(item);
    for (const part of ['available', 'frozen'] as const) {
      if (parts[part] >= 0) continue;
      const value = typeof parts[part] === 'bigint' ? amountText(parts[part]) : parts[part];
      this.suspect(1, `${name} ${part}`, `${name} has ${value} ${part}.`, [name], true);
    }
  }

  private suspect(
    promise: PromiseNumber,
    subject: string,
    what: string,
    items: string[],
    isCertain = false,
  ): void {
    this.suspicions.push({ promise, subject: `${promise} ${subject}`, what, items, isCertain });
  }

  /** Sums of the whole user are compared by the first share's reading only. */
  private get isFirst(): boolean {
    return this.share.number === 0;
  }

  private isOurs(key: string): boolean {
    return shareOf(key, this.share.of) === this.share.number;
  }

  private stockSums(stockId: string): StockSums {
    const sums = this.stocks.get(stockId) ?? { ledger: 0, held: 0, openSells: 0 };
    this.stocks.set(stockId, sums);
    this.stayBounded();
    return sums;
  }

  private stayBounded(): void {
    if (this.stocks.size + this.fills.size > this.maxKeys) throw new TooManyKeys();
  }

  private saw(item: RawItem, ...state: (string | number | bigint)[]): void {
    this.digest.update(`${item.SK} ${state.join(' ')}\n`);
  }
}

/** Ids are random in their last digits. */
function shareOf(key: string, of: number): number {
  let hash = 0;
  for (let index = 0; of > 1 && index < key.length; index++)
    hash = (Math.imul(hash, 31) + key.charCodeAt(index)) >>> 0;
  return hash % of;
}

export function readFrom(userId: UserId): { partition: string; from: string; to: string } {
  return { partition: userPartition(userId), from: accountKey(userId).SK, to: `${ORDERS}~` };
}
