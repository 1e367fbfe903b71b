import { type Money, minus, toJsonNumber, worth } from '../../../functions/domain/money';
import { withCollar } from '../../../functions/domain/placement';
import { isRejection } from '../../../functions/domain/rejection';
import type { UserPage } from '../../api/answers';
import { moneyOf, sharesOf } from '../../domain/typed';
import type { LiveStock } from '../../live/quotes';
import { exactly } from '../../portfolio/exact';
import type { TicketFields } from './ticket-fields';

/** What there is to trade with. */
export function meansOf(
  user: UserPage | undefined,
  stock: Pick<LiveStock, 'stockId' | 'price'> | undefined,
  fields: TicketFields,
  collarPercent: number | undefined,
) {
  if (!user) return { available: undefined, shares: undefined, affordable: undefined, needed: undefined };
  const available = availableMoney(user);
  const position = user.stocks.find(({ stock_id }) => stock_id === stock?.stockId);
  const most = mostPaid(fields, stock?.price ?? null, collarPercent);
  const total = sharesOf(fields.shares);
  return {
    available: toJsonNumber(available),
    shares: position ? position.total_count - position.frozen_count : 0,
    affordable: most ? Number(available / most) : undefined,
    needed: most && total ? toJsonNumber(worth(most, total)) : undefined,
  };
}

/** What a share may cost at most, by the bound that was typed or the one that the type makes. */
function mostPaid(
  { side, type, limit, stop }: TicketFields,
  price: number | null,
  collarPercent: number | undefined,
): Money | undefined {
  const terms = { side, type, total: sharesOf('1'), upperBound: moneyOf(limit), stopPrice: moneyOf(stop) };
  const { total } = terms;
  if (total === undefined) return undefined;
  const collared = withCollar({ ...terms, total }, price ? exactly(price) : undefined, collarPercent);
  return isRejection(collared) ? undefined : collared.upperBound;
}

function availableMoney({ balance, frozen }: Pick<UserPage, 'balance' | 'frozen'>): Money {
  return minus(exactly(balance), exactly(frozen));
}
