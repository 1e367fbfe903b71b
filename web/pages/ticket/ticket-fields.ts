import type { TimeInForce } from '../../../functions/domain/order';
import { type OrderType, type PriceField, rulesOf } from '../../../functions/domain/order-type';
import type { Side } from '../../../functions/domain/side';
import { typeWord } from '../../format/words';

/** What is in the ticket, as typed. */
export interface TicketFields {
  readonly side: Side;
  readonly type: OrderType;
  readonly shares: string;
  /** The bound that a limit needs: at most for a buy, at least for a sell. */
  readonly limit: string;
  /** The other one, which may be empty. */
  readonly other: string;
  /** The price that triggers it. */
  readonly stop: string;
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly timeInForce: TimeInForce;
  /** A time of the reader's clock, for `gtd`. */
  readonly until: string;
}

export type PriceName = 'limit' | 'other' | 'stop' | 'takeProfit' | 'stopLoss';
export type FieldName = PriceName | 'shares' | 'until';
export type TicketProblems = Partial<Record<FieldName | 'form', string | undefined>>;

export const EMPTY_TICKET: TicketFields = {
  side: 'buy',
  type: 'limit',
  shares: '',
  limit: '',
  other: '',
  stop: '',
  takeProfit: '',
  stopLoss: '',
  timeInForce: 'gtc',
  until: '',
};

/** Where the ticket has a price of the API. */
export function fieldOf(price: PriceField, side: Side): PriceName {
  switch (price) {
    case 'upper_bound':
      return side === 'buy' ? 'limit' : 'other';
    case 'lower_bound':
      return side === 'buy' ? 'other' : 'limit';
    case 'stop_price':
      return 'stop';
    case 'take_profit':
      return 'takeProfit';
    case 'stop_loss':
      return 'stopLoss';
  }
}

/** The prices that the ticket asks for, by whether the order can do without. */
export function pricesOf({
  type,
  side,
}: Pick<TicketFields, 'type' | 'side'>): Map<PriceName, 'needed' | 'optional'> {
  const { needed = [], optional = [] } = rulesOf(type)[side] ?? {};
  return new Map([
    ...needed.map((field) => [fieldOf(field, side), 'needed'] as const),
    ...optional.map((field) => [fieldOf(field, side), 'optional'] as const),
  ]);
}

/** What a buy may leave behind: how what it bought is sold. */
export function isExitOfBuy(price: PriceName, { side }: Pick<TicketFields, 'side'>): boolean {
  return side === 'buy' && (price === 'takeProfit' || price === 'stopLoss');
}

const TYPES: readonly OrderType[] = ['limit', 'market', 'stop', 'stop_limit', 'exit'];

export function typesOf(side: Side): (readonly [type: OrderType, words: string])[] {
  return TYPES.filter((type) => rulesOf(type)[side] !== undefined).map((type) => [type, typeWord(type)]);
}

export function isOrderType(code: string): code is OrderType {
  return TYPES.some((known) => known === code);
}

const TIMES_IN_FORCE: readonly (readonly [code: TimeInForce, words: string])[] = [
  ['gtc', 'Until canceled (GTC)'],
  ['day', 'Until midnight UTC (Day)'],
  ['gtd', 'Until a time (GTD)'],
  ['ioc', 'At once, cancel the rest (IOC)'],
  ['fok', 'All at once or nothing (FOK)'],
];

/** What waits to be triggered can't be for now alone. */
export function timesInForceOf(type: OrderType): (readonly [code: TimeInForce, words: string])[] {
  const { canBeImmediate } = rulesOf(type);
  return TIMES_IN_FORCE.filter(([code]) => canBeImmediate || (code !== 'ioc' && code !== 'fok'));
}

export function isTimeInForce(code: string): code is TimeInForce {
  return TIMES_IN_FORCE.some(([known]) => known === code);
}

/** The ticket with another side or type: what that does not have is as if it had not been chosen. */
export function fitted(fields: TicketFields): TicketFields {
  const type = rulesOf(fields.type)[fields.side] === undefined ? 'limit' : fields.type;
  const isKnown = timesInForceOf(type).some(([code]) => code === fields.timeInForce);
  return { ...fields, type, timeInForce: isKnown ? fields.timeInForce : 'gtc' };
}
