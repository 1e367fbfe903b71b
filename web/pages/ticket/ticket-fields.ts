import type { Side, TimeInForce } from '../../../functions/domain/order';

/** What is in the ticket, as typed. */
export interface TicketFields {
  readonly side: Side;
  readonly shares: string;
  /** The bound that is needed: at most for a buy, at least for a sell. */
  readonly limit: string;
  /** The other one, which may be empty. */
  readonly other: string;
  readonly timeInForce: TimeInForce;
  /** A time of the reader's clock, for `gtd`. */
  readonly until: string;
}

export type FieldName = 'shares' | 'limit' | 'other' | 'until';
export type TicketProblems = Partial<Record<FieldName | 'form', string | undefined>>;

export const EMPTY_TICKET: TicketFields = {
  side: 'buy',
  shares: '',
  limit: '',
  other: '',
  timeInForce: 'gtc',
  until: '',
};

export const TIMES_IN_FORCE: readonly (readonly [code: TimeInForce, words: string])[] = [
  ['gtc', 'Until canceled (GTC)'],
  ['day', 'Until midnight UTC (Day)'],
  ['gtd', 'Until a time (GTD)'],
  ['ioc', 'At once, the rest is given up (IOC)'],
  ['fok', 'All at once or nothing (FOK)'],
];

export function isTimeInForce(code: string): code is TimeInForce {
  return TIMES_IN_FORCE.some(([known]) => known === code);
}
