import { ProblemError } from '../../../client/problem-error';
import { PRICE_FIELDS } from '../../../functions/domain/order-type';
import type { Side } from '../../../functions/domain/side';
import { sentenceOf } from '../../api/problems';
import { formatMoney, formatShares, inShares } from '../../format/money';
import { type FieldName, fieldOf, type TicketFields, type TicketProblems } from './ticket-fields';

interface Means {
  readonly available: number | undefined;
  readonly shares: number | undefined;
  /** Shares that the money would buy at the ticket's limit. */
  readonly affordable: number | undefined;
  readonly needed: number | undefined;
}

/** Where in the ticket a refusal belongs, and what to do about it, with figures. */
export function ticketProblems(error: unknown, fields: TicketFields, means: Means): TicketProblems {
  if (!(error instanceof ProblemError)) return { form: sentenceOf(error) };
  switch (error.code) {
    case 'insufficient_funds':
      return { shares: fundsText(means) };
    case 'insufficient_shares':
      return { shares: sharesText(means) };
    case 'invalid_bounds':
      return fields.type === 'exit'
        ? { stopLoss: 'It must be below the price to take the profit at.' }
        : { other: 'The lower price must not be above the upper one.' };
    case 'no_quote':
      return { form: 'The stock has no price yet, so there is none to trade at.' };
    case 'order_too_large':
      return { shares: 'Shares × price must not exceed 100,000,000,000. Split the order.' };
    case 'expiry_in_the_past':
      return { until: 'That time has passed. Choose a later one.' };
    case 'too_many_open_orders':
      return { form: 'You have reached the limit of open orders. Cancel one, or wait until one fills.' };
    case 'invalid_request':
      return Object.fromEntries(
        error.errors.map(({ field, message }) => [nameOf(field, fields.side), `It ${message}.`]),
      );
    default:
      return { form: sentenceOf(error) };
  }
}

export function fundsText({ needed, available, affordable }: Means): string {
  if (needed === undefined || available === undefined) return 'The available balance does not cover this.';
  const instead =
    affordable !== undefined && affordable > 0
      ? `Buy ${formatShares(affordable)} or fewer, or cancel an open buy.`
      : 'Deposit, or cancel an open buy.';
  return `Needs ${formatMoney(needed)}, available is ${formatMoney(available)}. ${instead}`;
}

export function sharesText({ shares }: Means): string {
  if (shares === undefined) return 'You do not have that many shares available.';
  return shares === 0
    ? 'No shares are available to sell. Open sells may hold them.'
    : `You have ${inShares(shares)} available. Sell fewer, or cancel an open sell.`;
}

function nameOf(field: string, side: Side): FieldName | 'form' {
  if (field === 'total') return 'shares';
  if (field === 'expires_at') return 'until';
  const price = PRICE_FIELDS.find((known) => known === field);
  return price === undefined ? 'form' : fieldOf(price, side);
}
