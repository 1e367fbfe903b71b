import type { Side, TimeInForce } from '../journal';
import { readPackedCandle, readPackedTicks, type StoredCandle, type StoredTick } from './packed';
import type { RawItem } from './raw-item';

/** The whole table as the auditor understands it, from the keys and attributes alone. */
export interface Table {
  readonly accounts: Account[];
  readonly holdings: Holding[];
  readonly orders: Order[];
  readonly transfers: TransferEntry[];
  readonly fills: FillEntry[];
  readonly book: BookEntry[];
  readonly stocks: Stock[];
  /** Items of no known kind. */
  readonly strangers: string[];
}

export interface Account {
  readonly userId: string;
  readonly available: bigint;
  readonly frozen: bigint;
}

export interface Holding {
  readonly userId: string;
  readonly stockId: string;
  readonly available: bigint;
  readonly frozen: bigint;
  readonly cost: bigint;
  readonly realized: bigint;
}

export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly stockId: string;
  readonly side: Side;
  readonly total: number;
  readonly remaining: number;
  readonly lower: bigint | undefined;
  readonly upper: bigint | undefined;
  readonly filledValue: bigint;
  readonly initialHold: bigint;
  readonly type: string;
  readonly stop: bigint | undefined;
  readonly takeProfit: bigint | undefined;
  readonly stopLoss: bigint | undefined;
  readonly triggeredAt: number | undefined;
  readonly exitOrderId: string | undefined;
  readonly parentOrderId: string | undefined;
  readonly isWaiting: boolean;
  readonly timeInForce: TimeInForce;
  readonly expiresAt: number | undefined;
  readonly status: string;
  readonly isOpen: boolean;
}

export interface TransferEntry {
  readonly id: string;
  readonly userId: string;
  readonly type: string;
  readonly money: bigint;
}

export interface FillEntry {
  readonly id: string;
  readonly userId: string;
  readonly stockId: string;
  readonly orderId: string;
  readonly side: Side;
  readonly money: bigint;
  readonly price: bigint;
  readonly shares: number;
  /** When it happened. */
  readonly at: number;
  /** The timestamp and availability of the tick it was filled from; the price is above. */
  readonly quotedAt: number;
  readonly availability: number;
  readonly sequence: number | undefined;
  /** What its tick had besides, where that had a bid or an ask. */
  readonly quoted: Quoted | undefined;
  /** Of a sell: the cost of its shares. */
  readonly cost: bigint | undefined;
  readonly fee: bigint;
}

export interface BookEntry {
  readonly partition: string;
  readonly sort: string;
  readonly lower: bigint;
  readonly upper: bigint;
  readonly total: number;
  readonly userId: string;
  readonly orderId: string;
  readonly expiresAt: number | undefined;
}

export interface Stock {
  readonly id: string;
  readonly quote: Quote | undefined;
  readonly isUnsettled: boolean;
  readonly bands: Readonly<Record<Side, readonly number[]>>;
  readonly nearest: Readonly<Record<Side, bigint | undefined>>;
  /** Statistics over the ticks that have moved from the stock into pages. */
  readonly folded: { highest: bigint | undefined; lowest: bigint | undefined; sum: bigint; count: number };
  /** The number of pages the stock knows of. An uncommitted flush may have written one more. */
  readonly pages: number;
  readonly uncommitted: StoredTick[];
  /** In pages, late, or still on the stock. */
  readonly ticks: StoredTick[];
  readonly unflushed: StoredTick[];
  /** By interval, closed and open. */
  readonly candles: Map<string, Candle[]>;
}

export interface Candle extends StoredCandle {
  readonly isOpen: boolean;
}

export interface Spread {
  readonly ask?: bigint | undefined;
  readonly bid?: bigint | undefined;
  readonly askSize?: number | undefined;
  readonly bidSize?: number | undefined;
}

export interface Quoted extends Spread {
  readonly units: bigint;
}

export interface Quote extends Spread {
  readonly units: bigint;
  readonly at: number;
  readonly availability: number;
  readonly sequence: number | undefined;
  readonly left: number;
  readonly sellsLeft: number | undefined;
}

const KNOWN_ELSEWHERE = [/^CLAIM#/, /^USER#.* REQUEST(_OF)?#/, /^STOCK#.* SHARED#/];

export function readTable(items: readonly RawItem[]): Table {
  const table: Table = {
    accounts: [],
    holdings: [],
    orders: [],
    transfers: [],
    fills: [],
    book: [],
    stocks: items.filter(({ sort }) => sort === 'STOCK').map(stockOf),
    strangers: [],
  };
  const stocks = new Map(table.stocks.map((stock) => [stock.id, stock]));
  for (const item of items) {
    const { partition, sort } = item;
    const stock = stocks.get(partition.replace('STOCK#', ''));
    if (sort === 'STOCK') continue;
    if (partition.startsWith('USER#')) readOfUser(table, item);
    else if (partition.startsWith('BOOK#')) table.book.push(bookEntryOf(item));
    else if (stock && /^(TICKS|LATE)#/.test(sort)) readTicks(stock, item);
    else if (stock && sort.startsWith('CANDLES#')) readCandleRun(stock, item);
    else if (!isKnownElsewhere(item)) table.strangers.push(`${partition} ${sort}`);
  }
  return table;
}

function isKnownElsewhere({ partition, sort }: RawItem): boolean {
  return KNOWN_ELSEWHERE.some((pattern) => pattern.test(`${partition} ${sort}`));
}

function readOfUser(table: Table, item: RawItem): void {
  const userId = item.partition.replace('USER#', '');
  const parts = { userId, available: 0n, frozen: 0n };
  if (item.sort === 'ACCOUNT') table.accounts.push({ ...parts, ...amountsOf(item) });
  else if (item.sort.startsWith('HOLDING#'))
    table.holdings.push({
      ...parts,
      ...amountsOf(item),
      stockId: item.text('stockId'),
      cost: item.whole('cost'),
      realized: item.wholeOrNone('realized') ?? 0n,
    });
  else if (item.sort.startsWith('ORDER#')) table.orders.push(orderOf(item, userId));
  else if (item.sort.startsWith('LEDGER#') && item.has('fill'))
    table.fills.push(fillOf(item.inner('fill'), userId));
  else if (item.sort.startsWith('LEDGER#'))
    table.transfers.push({
      id: item.text('id'),
      userId,
      type: item.text('type'),
      money: item.whole('money'),
    });
  else if (!isKnownElsewhere(item)) table.strangers.push(`${item.partition} ${item.sort}`);
}

function amountsOf(item: RawItem) {
  return { available: item.whole('available'), frozen: item.whole('frozen') };
}

function orderOf(item: RawItem, userId: string): Order {
  const status = item.text('status');
  const exit = item.has('exit') ? item.inner('exit') : undefined;
  return {
    id: item.sort.replace('ORDER#', ''),
    userId,
    stockId: item.text('stockId'),
    side: sideOf(item.text('side')),
    total: item.count('total'),
    remaining: item.count('remaining'),
    lower: item.wholeOrNone('lowerBound'),
    upper: item.wholeOrNone('upperBound'),
    filledValue: item.whole('filledValue'),
    initialHold: item.whole('initialHold'),
    type: item.text('type'),
    stop: item.wholeOrNone('stopPrice'),
    takeProfit: exit?.wholeOrNone('takeProfit'),
    stopLoss: exit?.wholeOrNone('stopLoss'),
    triggeredAt: item.countOrNone('triggeredAt'),
    exitOrderId: item.textOrNone('exitOrderId'),
    parentOrderId: item.textOrNone('parentOrderId'),
    isWaiting: item.has('isWaiting'),
    timeInForce: timeInForceOf(item.text('timeInForce')),
    expiresAt: item.countOrNone('goodUntil'),
    status,
    isOpen: status === 'new' || status === 'partially_filled',
  };
}

function fillOf(fill: RawItem, userId: string): FillEntry {
  return {
    id: fill.text('id'),
    userId,
    stockId: fill.text('stockId'),
    orderId: fill.text('orderId'),
    side: sideOf(fill.text('type')),
    money: fill.whole('money'),
    price: fill.whole('price'),
    shares: fill.count('shares'),
    at: fill.count('at'),
    quotedAt: fill.count('quotedAt'),
    availability: fill.count('availability'),
    sequence: fill.countOrNone('sequence'),
    quoted: fill.has('quoted') ? quotedOf(fill.inner('quoted')) : undefined,
    cost: fill.wholeOrNone('cost'),
    fee: fill.wholeOrNone('fee') ?? 0n,
  };
}

function bookEntryOf(item: RawItem): BookEntry {
  return {
    partition: item.partition,
    sort: item.sort,
    lower: item.whole('lower'),
    upper: item.whole('upper'),
    total: item.count('total'),
    userId: item.text('userId'),
    orderId: item.has('orderId') ? item.text('orderId') : item.sort.replace(/^\d+#/, ''),
    expiresAt: item.countOrNone('goodUntil'),
  };
}

function stockOf(item: RawItem): Stock {
  const latest = readPackedTicks(item.bytes('ticks'));
  const unflushed = latest.slice(latest.length - item.count('unflushed'));
  const open = item.inner('candles');
  const intervals = ['1m', '1h', '1d'].filter((interval) => open.has(interval));
  return {
    id: item.partition.replace('STOCK#', ''),
    quote: item.has('quote') ? quoteOf(item.inner('quote')) : undefined,
    isUnsettled: item.flag('unsettled') || item.has('overtaken'),
    bands: { buy: item.counts('buyBands'), sell: item.counts('sellBands') },
    nearest: { buy: item.wholeOrNone('nearestBuy'), sell: item.wholeOrNone('nearestSell') },
    folded: {
      highest: item.wholeOrNone('highest'),
      lowest: item.wholeOrNone('lowest'),
      sum: item.whole('sum'),
      count: item.count('count'),
    },
    pages: item.count('pages'),
    uncommitted: [],
    ticks: [...unflushed],
    unflushed,
    candles: new Map(
      intervals.map((interval) => [interval, [{ ...readPackedCandle(open.bytes(interval)), isOpen: true }]]),
    ),
  };
}

function quoteOf(quote: RawItem): Quote {
  return {
    units: quote.whole('price'),
    at: quote.count('timestamp'),
    availability: quote.count('availability'),
    sequence: quote.countOrNone('sequence'),
    ...spreadOf(quote),
    left: quote.count('left'),
    sellsLeft: quote.countOrNone('sellsLeft'),
  };
}

function spreadOf(tick: RawItem) {
  return {
    ask: tick.wholeOrNone('ask'),
    bid: tick.wholeOrNone('bid'),
    askSize: tick.countOrNone('askSize'),
    bidSize: tick.countOrNone('bidSize'),
  };
}

function quotedOf(quoted: RawItem): Quoted {
  return { units: quoted.whole('price'), ...spreadOf(quoted) };
}

function readTicks(stock: Stock, item: RawItem): void {
  const [kind, , number] = item.sort.split('#');
  const isAhead = kind === 'TICKS' && Number(number) >= stock.pages;
  (isAhead ? stock.uncommitted : stock.ticks).push(...readPackedTicks(item.bytes('ticks')));
}

/** A flush writes candles before it is committed. Until then, the stock's open candle is no newer, or doesn't exist. */
function readCandleRun({ candles }: Stock, item: RawItem): void {
  const [, interval = ''] = item.sort.split('#');
  const open = candles.get(interval)?.find(({ isOpen }) => isOpen);
  const closed = item
    .names()
    .filter((name) => /^c\d+$/.test(name))
    .map((name) => ({ ...readPackedCandle(item.bytes(name)), isOpen: false }))
    .filter(({ start }) => open !== undefined && start < open.start);
  candles.set(interval, [...(candles.get(interval) ?? []), ...closed]);
}

function sideOf(text: string): Side {
  if (text === 'buy' || text === 'sell') return text;
  throw new Error(`${text} is not a side`);
}

const TIMES_IN_FORCE: readonly TimeInForce[] = ['gtc', 'day', 'gtd', 'ioc', 'fok'];

function timeInForceOf(text: string): TimeInForce {
  const found = TIMES_IN_FORCE.find((known) => known === text);
  if (found) return found;
  throw new Error(`${text} is not a time in force`);
}
