import type { Instant } from '../../../functions/domain/instant';
import type { Terms } from '../../../functions/domain/order';
import { instantAt, moneyOf, sharesOf } from '../../domain/typed';
import { fromLocalField } from '../../format/query-time';
import type { TicketFields, TicketProblems } from './ticket-fields';

export interface ReadTerms extends Terms {
  readonly expiresAt: Instant | undefined;
}

/** Reads what was typed. @returns undefined with `problems` for what can't be an order, both empty for what is not finished */
export function termsOf(fields: TicketFields): { terms: ReadTerms | undefined; problems: TicketProblems } {
  const total = sharesOf(fields.shares);
  const limit = moneyOf(fields.limit);
  const other = fields.other.trim() === '' ? undefined : moneyOf(fields.other);
  const until = fields.timeInForce === 'gtd' ? fromLocalField(fields.until) : undefined;
  const problems = problemsOf(fields, { total, limit, other, until });
  const isFinished = total !== undefined && limit !== undefined;
  if (!isFinished || Object.keys(problems).length > 0) return { terms: undefined, problems };
  const bounds =
    fields.side === 'buy'
      ? { upperBound: limit, lowerBound: other }
      : { lowerBound: limit, upperBound: other };
  const expiresAt = until === undefined ? undefined : instantAt(Date.parse(until));
  return { terms: { side: fields.side, total, ...bounds, expiresAt }, problems };
}

interface Read {
  readonly total: unknown;
  readonly limit: bigint | undefined;
  readonly other: bigint | undefined;
  readonly until: string | undefined;
}

/** An empty field is no mistake yet. */
function problemsOf(fields: TicketFields, { total, limit, other, until }: Read): TicketProblems {
  const problems: TicketProblems = {};
  const isBuy = fields.side === 'buy';
  if (fields.shares.trim() !== '' && total === undefined)
    problems.shares = 'A whole number of shares, at least 1.';
  if (fields.limit.trim() !== '' && (limit === undefined || (isBuy && limit === 0n))) {
    problems.limit = 'A price above 0 with at most 4 decimals.';
  }
  if (fields.other.trim() !== '' && other === undefined) problems.other = 'A price with at most 4 decimals.';
  const isCrossed = limit !== undefined && other !== undefined && (isBuy ? other > limit : other < limit);
  if (isCrossed) {
    problems.other = isBuy
      ? 'It must not be above the most you pay.'
      : 'It must not be below the least you take.';
  }
  if (fields.timeInForce === 'gtd' && until === undefined) problems.until = 'Choose when it ends.';
  return problems;
}
