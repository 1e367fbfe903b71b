import { createHash, type Hash } from 'node:crypto';
import type { Account } from '../../domain/account';
import type { Holding } from '../../domain/holding';
import type { OrderId, StockId, UserId } from '../../domain/ids';
import type { LedgerEntry, Trade } from '../../domain/ledger';
import { heldBy, isOpen, type Order, sharesKept } from '../../domain/order';
import { accountKey, fromAccountItem, userPartition } from '../../storage/items/account';
import { fromHoldingItem, holdingKey } from '../../storage/items/holding';
import { HOLDINGS, LEDGER, ORDERS } from '../../storage/items/keys';
import { fillsOf, fromLedgerItem } from '../../storage/items/ledger-entry';
import { fromOrderItem } from '../../storage/items/order';
import type { RawItem } from '../../storage/table/read';
import { belowZeroFaults, moneyFaults, type ShareSums, shareFaults } from '../rules/balance-faults';
import { entryFault, listingFault, priceFault } from '../rules/entry-fault';
import type { Fault } from '../rules/fault';
import { type FillSums, withFill } from '../rules/fill-sums';
import { fillsFaults, strayFillsFault } from '../rules/fills-faults';
import { orderFaults } from '../rules/order-faults';
import { nameOf } from '../rules/wording';
import { readSoundly } from './read-soundly';
import type { Suspicion } from './suspicion';

/** The part of a user's orders and stocks that one reading sums: all of them, unless there are too many. */
export interface Share {
  readonly number: number;
  readonly of: number;
}

export class TooManyKeys extends Error {
  override readonly name = 'TooManyKeys';
}

interface StockSums extends ShareSums {
  readonly holding?: Holding | undefined;
}

const NO_SHARES: StockSums = { ledger: 0, held: 0, openSells: 0, cost: 0n, realized: 0n };

/**
 * One reading of a user's partition, item by item: account, holdings, ledger, orders. It keeps sums rather than items,
 * and a digest of what it saw: two readings with the same digest saw the same state.
 */
export class UserReading {
  readonly suspicions: Suspicion[] = [];
  private readonly digest: Hash = createHash('sha256');
  private account: Account | undefined;
  private isEmpty = true;
  private money = { ledger: 0n, held: 0n, openBuys: 0 };
  private readonly stocks = new Map<StockId, StockSums>();
  private readonly fills = new Map<OrderId, FillSums>();

  constructor(
    private readonly userId: UserId,
    private readonly share: Share,
    private readonly maxKeys: number,
  ) {}

  /** @returns the order, when the item is one */
  take(item: RawItem): Order | undefined {
    this.isEmpty = false;
    const sortKey = String(item.SK);
    if (sortKey.startsWith(HOLDINGS)) this.takeHolding(item);
    else if (sortKey.startsWith(LEDGER)) this.takeEntry(item);
    else if (sortKey.startsWith(ORDERS)) return this.takeOrder(item);
    else if (sortKey === accountKey(this.userId).SK) this.takeAccount(item);
    return undefined;
  }

  /** @returns the digest of everything that was read */
  finish(): string {
    const { userId } = this;
    if (this.isFirst && !this.isEmpty)
      this.suspect(moneyFaults(userId, this.account, this.money), [nameOf(accountKey(userId))]);
    for (const [stockId, { holding, ...sums }] of this.stocks)
      this.suspect(shareFaults(userId, stockId, holding, sums), [nameOf(holdingKey(userId, stockId))]);
    for (const [orderId, { entries }] of this.fills) this.suspect([strayFillsFault(orderId)], entries);
    return this.digest.digest('base64');
  }

  private takeAccount(item: RawItem): void {
    const account = this.read(fromAccountItem, item, 1);
    if (!account) return;
    this.account = account;
    this.saw(item, account.version, account.available, account.frozen);
    if (this.isFirst) this.accuse(belowZeroFaults(nameOf(item), account), item);
  }

  private takeHolding(item: RawItem): void {
    const holding = this.read(fromHoldingItem, item, 1);
    if (!holding) return;
    this.saw(item, holding.available, holding.frozen, holding.cost, holding.realized);
    if (this.isFirst) this.accuse(belowZeroFaults(nameOf(item), holding), item);
    if (this.isOurs(holding.stockId)) this.addToStock(holding.stockId, () => ({ holding }));
  }

  private takeEntry(item: RawItem): void {
    this.saw(item);
    const entry = this.read(fromLedgerItem, item, 3);
    if (!entry) return;
    this.money.ledger += entry.money;
    if (this.isFirst) this.accuse([entryFault(entry), priceFault(entry)], item);
    const { trade } = entry;
    if (!trade) return;
    const isListed = item.GSI1PK === fillsOf(trade.stockId) && item.GSI1SK === entry.id;
    if (this.isFirst) this.accuse([listingFault(entry, isListed)], item);
    this.addTrade(entry, trade, nameOf(item));
  }

  private addTrade(entry: LedgerEntry, trade: Trade, name: string): void {
    if (this.isOurs(trade.stockId)) this.addToStock(trade.stockId, (sums) => withTrade(sums, entry, trade));
    if (!this.isOurs(trade.orderId)) return;
    this.fills.set(trade.orderId, withFill(this.fills.get(trade.orderId), trade, name));
    this.stayBounded();
  }

  private takeOrder(item: RawItem): Order | undefined {
    const order = this.read(fromOrderItem, item, 6);
    if (!order) return undefined;
    this.saw(item, order.version, order.status, order.remaining);
    if (isOpen(order)) this.addHold(order);
    if (!this.isOurs(order.id)) return order;
    this.accuse(orderFaults(order), item);
    const fills = this.fills.get(order.id);
    this.fills.delete(order.id);
    this.suspect(fillsFaults(order, fills), [nameOf(item), ...(fills?.entries ?? [])]);
    return order;
  }

  private addHold(order: Order): void {
    const { side, remaining, upperBound, stockId } = order;
    const kept = sharesKept(order);
    if (side === 'buy') {
      this.money.openBuys++;
      this.money.held += upperBound === undefined ? 0n : heldBy(order);
      if (kept > 0 && this.isOurs(stockId)) this.addToStock(stockId, ({ held }) => ({ held: held + kept }));
    } else if (this.isOurs(stockId)) {
      this.addToStock(stockId, (sums) => ({ openSells: sums.openSells + 1, held: sums.held + remaining }));
    }
  }

  private addToStock(stockId: StockId, change: (sums: StockSums) => Partial<StockSums>): void {
    const sums = this.stocks.get(stockId) ?? NO_SHARES;
    this.stocks.set(stockId, { ...sums, ...change(sums) });
    this.stayBounded();
  }

  private stayBounded(): void {
    if (this.stocks.size + this.fills.size > this.maxKeys) throw new TooManyKeys();
  }

  private read<Entity>(
    from: (item: RawItem) => Entity,
    item: RawItem,
    promise: Fault['promise'],
  ): Entity | undefined {
    return readSoundly(from, item, promise, (suspicion) => this.suspicions.push(suspicion));
  }

  /** For faults that a single item proves. */
  private accuse(faults: readonly (Fault | undefined)[], item: RawItem): void {
    for (const fault of faults)
      if (fault) this.suspicions.push({ ...fault, items: [nameOf(item)], isCertain: true });
  }

  private suspect(faults: readonly Fault[], items: readonly string[]): void {
    for (const fault of faults) this.suspicions.push({ ...fault, items });
  }

  /** Only the first share's reading compares the sums of the whole user. */
  private get isFirst(): boolean {
    return this.share.number === 0;
  }

  private isOurs(key: string): boolean {
    return shareOf(key, this.share.of) === this.share.number;
  }

  private saw(item: RawItem, ...state: (string | number | bigint)[]): void {
    this.digest.update(`${item.SK} ${state.join(' ')}\n`);
  }
}

function withTrade(
  sums: ShareSums,
  { type, money }: LedgerEntry,
  { shares, cost }: Trade,
): Partial<ShareSums> {
  if (type === 'buy')
    return { ledger: sums.ledger + shares, cost: sums.cost === undefined ? undefined : sums.cost - money };
  const ledger = sums.ledger - shares;
  if (cost === undefined) return { ledger, cost: undefined };
  const left = sums.cost === undefined ? undefined : sums.cost - cost;
  return { ledger, cost: left, realized: sums.realized + money - cost };
}

/** The last digits of ids are random, so a simple hash spreads them evenly. */
function shareOf(key: string, of: number): number {
  let hash = 0;
  for (let index = 0; of > 1 && index < key.length; index++)
    hash = (Math.imul(hash, 31) + key.charCodeAt(index)) >>> 0;
  return hash % of;
}

export function readFrom(userId: UserId): { partition: string; from: string; to: string } {
  return { partition: userPartition(userId), from: accountKey(userId).SK, to: `${ORDERS}~` };
}
