import { money, toJsonNumber } from '../../../functions/domain/money';
import { holdOf } from '../../../functions/domain/order';
import { isRejection } from '../../../functions/domain/rejection';
import { replaced } from '../../../functions/domain/replacement';
import type { Order } from '../../api/answers';
import { serverNowMs } from '../../api/client';
import { domainOrder } from '../../domain/domain-order';
import { instantAt, moneyOf, sharesOf } from '../../domain/typed';
import { formatMoney, inShares, typedAmount } from '../../format/money';

interface Preview {
  readonly held?: string;
  readonly place: string;
}

const LATER = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';

/** What the server's own rule makes of the change: the hold, and whether the order keeps its place. */
export function replacementPreview(
  order: Order,
  fields: { total: string; upper_bound: string; lower_bound: string },
): Preview {
  const total = sharesOf(typedAmount(fields.total));
  const bound = (text: string) => (text.trim() === '' ? null : moneyOf(text));
  const [upperBound, lowerBound] = [bound(fields.upper_bound), bound(fields.lower_bound)];
  if (total === undefined || upperBound === undefined || lowerBound === undefined)
    return { place: 'Enter what it should be.' };
  const before = domainOrder(order);
  const after = replaced(before, { total, upperBound, lowerBound }, LATER, instantAt(serverNowMs()));
  if (isRejection(after)) return { place: REFUSED[after.rejected] ?? 'The server would refuse this.' };
  const { remaining } = holdOf(after);
  return {
    held: order.side === 'buy' ? formatMoney(toJsonNumber(money(remaining))) : inShares(Number(remaining)),
    place:
      after.priority === before.priority
        ? 'It keeps its place among orders of its price.'
        : 'It loses its place: among orders of the new price it is the latest.',
  };
}

const REFUSED: Partial<Record<string, string>> = {
  invalid_bounds: 'The lower price must not be above the upper one, and the first of the two is needed.',
  order_closed: 'The order is closed.',
  total_already_filled: 'As many shares are filled already.',
  order_too_large: 'Shares × price must be at most 100,000,000,000.',
};
