/** What the codes of the API are called. */
import { formatMoney } from './money';
import { formatDay, formatMinute, type Zone } from './time';

export type Side = 'buy' | 'sell';

export function sideWord(side: Side): string {
  return side === 'buy' ? 'Buy' : 'Sell';
}

const IN_FORCE: Record<string, string> = {
  gtc: 'Until canceled',
  day: 'Until midnight UTC',
  ioc: 'At once only',
  fok: 'All or nothing',
};

export function inForce(
  order: { time_in_force: string; expires_at: string | null },
  zone: Zone,
  nowMs: number,
): string {
  if (order.time_in_force !== 'gtd') return IN_FORCE[order.time_in_force] ?? order.time_in_force;
  if (order.expires_at === null) return 'Until a time';
  return `Until ${formatDay(order.expires_at, zone, nowMs)} ${formatMinute(order.expires_at, zone)}`;
}

const STATUS: Record<string, string> = { new: 'open', partially_filled: 'partially filled' };

export function statusWord(status: string): string {
  return STATUS[status] ?? status.replaceAll('_', ' ');
}

const REASONS: Record<string, string> = {
  immediate_or_cancel: 'Whatever did not fill at once was canceled, as ordered.',
  fill_or_kill: 'It could not be filled in full at once, so nothing was filled.',
  canceled_by_user: 'You canceled it.',
  canceled_by_administrator: 'An administrator canceled it.',
  time_in_force: 'It expired.',
};

export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}

/** `1 order`, `3 orders` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

const TYPES: Record<string, string> = {
  limit: 'Limit',
  market: 'Market',
  stop: 'Stop',
  stop_limit: 'Stop limit',
  exit: 'Take profit, stop loss',
};

export function typeWord(type: string): string {
  return TYPES[type] ?? type.replaceAll('_', ' ');
}

interface Bounds {
  readonly side: Side;
  readonly lower_bound: number | null;
  readonly upper_bound: number | null;
}

interface Prices extends Bounds {
  readonly type: string;
  readonly stop_price: number | null;
  readonly triggered_at: string | null;
  readonly take_profit: number | null;
  readonly stop_loss: number | null;
}

/** On which terms an order fills: its stop as long as that has not triggered it, then its prices. */
export function orderTerms(order: Prices): string {
  const { side, type, stop_price: stop } = order;
  const isPending = order.triggered_at === null;
  if (type === 'exit') {
    if (!isPending) return 'at any price, its stop was reached';
    return exitTerms(order);
  }
  const at = type === 'market' || type === 'stop' ? marketTerms(order) : priceTerms(order);
  if (stop === null || !isPending) return at;
  return `from ${formatMoney(stop)} ${side === 'buy' ? 'up' : 'down'}, ${at}`;
}

export function exitTerms({
  take_profit: profit,
  stop_loss: loss,
}: Pick<Prices, 'take_profit' | 'stop_loss'>): string {
  const ways = [
    ...(profit === null ? [] : [`at least ${formatMoney(profit)}`]),
    ...(loss === null ? [] : [`at any price from ${formatMoney(loss)} down`]),
  ];
  return ways.join(', or ');
}

function marketTerms({ side, upper_bound: upper }: Bounds): string {
  return side === 'buy' && upper !== null ? `at market, at most ${formatMoney(upper)}` : 'at market';
}

/** At which prices an order fills. */
function priceTerms({ side, lower_bound: lower, upper_bound: upper }: Bounds): string {
  // A buy that may pay from nothing up, and a sell that takes anything from its bound on, have one bound only.
  const low = lower === 0 && side === 'buy' ? null : lower;
  if (low !== null && upper !== null) return `${formatMoney(low)} to ${formatMoney(upper)}`;
  if (upper !== null) return `at most ${formatMoney(upper)}`;
  return low === null || low === 0 ? 'at any price' : `at least ${formatMoney(low)}`;
}
