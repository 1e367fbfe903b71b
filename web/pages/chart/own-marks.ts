import type { ChartInterval, LedgerEntry, Order } from '../../api/answers';
import { useList } from '../../api/query';
import { identity } from '../../api/session';
import { formatShares } from '../../format/money';
import { orderTerms, sideWord } from '../../format/words';
import { latestOrders } from '../../live/orders';
import { fills as fillsRead, orders as ordersRead } from '../../reads/account';
import { markedAt } from './bars';
import type { Bar, OwnLine, OwnMark } from './draw-chart';

export interface OwnMarks {
  readonly lines: readonly OwnLine[];
  readonly marks: readonly OwnMark[];
  /** How many orders the lines are of: an exit has two. */
  readonly orderCount: number;
  readonly fillCount: number;
  /** Changes when they do. */
  readonly key: string;
}

/** The reader's open orders as lines, and fills as arrows at the bars that they fell into. */
export function useOwnMarks(stockId: string, bars: readonly Bar[], interval: ChartInterval): OwnMarks {
  const listed = useList(ordersRead('me', 'open', stockId)).entries;
  const fills = useList(fillsRead('me', stockId)).entries;
  latestOrders.changes.value;
  const user = identity.value?.userId ?? '';
  const orders = latestOrders.merged(listed, { user, status: 'open', stockId });
  const lines = orders.flatMap((order): OwnLine[] => {
    const title = `${sideWord(order.side)} ${formatShares(order.remaining)} ${orderTerms(order)}`;
    return pricesOf(order).map((price) => ({ price, title }));
  });
  const marks = marksOf(fills, bars, interval);
  return {
    lines,
    marks,
    orderCount: orders.length,
    fillCount: fills.length,
    key: JSON.stringify([lines, marks]),
  };
}

/** One a bar and side, however many fills it had. */
function marksOf(fills: readonly LedgerEntry[], bars: readonly Bar[], interval: ChartInterval): OwnMark[] {
  const marks = new Map<string, OwnMark>();
  for (const { timestamp, type } of fills) {
    const time = markedAt(timestamp, bars, interval);
    if (time !== undefined) marks.set(`${time} ${type}`, { time, isBuy: type === 'Buy' });
  }
  return [...marks.values()].sort((a, b) => a.time - b.time);
}

/** Where the market has to come for something to happen to the order. */
function pricesOf(order: Order): number[] {
  const { type, take_profit: profit, stop_loss: loss, stop_price: stop, triggered_at: triggered } = order;
  const ways = type === 'exit' ? [profit, loss] : [stop];
  const isPending = triggered === null && ways.some((price) => price !== null);
  const prices = isPending ? ways : [order.side === 'buy' ? order.upper_bound : order.lower_bound];
  return prices.flatMap((price) => price || []);
}
