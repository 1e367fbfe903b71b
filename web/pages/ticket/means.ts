import { type FeeSchedule, feesOn } from '../../../functions/domain/fees';
import { type Money, minus, money, plus, toJsonNumber } from '../../../functions/domain/money';
import { withCollar } from '../../../functions/domain/placement';
import { isRejection } from '../../../functions/domain/rejection';
import { priceFor } from '../../../functions/domain/tick';
import type { UserPage } from '../../api/answers';
import { moneyOf, sharesOf } from '../../domain/typed';
import type { LiveStock } from '../../live/quotes';
import { exactly } from '../../money/exact';
import type { TicketFields } from './ticket-fields';

interface Rules {
  readonly marketCollarPercent?: number | undefined;
  readonly feeSchedule?: FeeSchedule | undefined;
}

/** What there is to trade with. */
export function meansOf(
  user: Pick<UserPage, 'balance' | 'frozen' | 'stocks'> | undefined,
  stock: Pick<LiveStock, 'stockId' | 'price' | 'ask' | 'bid'> | undefined,
  fields: TicketFields,
  { marketCollarPercent, feeSchedule }: Rules,
) {
  if (!user) return { available: undefined, shares: undefined, affordable: undefined, needed: undefined };
  const available = availableMoney(user);
  const position = user.stocks.find(({ stock_id }) => stock_id === stock?.stockId);
  const most = mostPaid(fields, stock ? priceFor(fields.side, stock) : null, marketCollarPercent);
  const total = sharesOf(fields.shares);
  const holdOf = (bound: Money, shares: number): Money => {
    const value = money(bound * BigInt(shares));
    return plus(value, feesOn(feeSchedule, 'buy', value, shares));
  };
  return {
    available: toJsonNumber(available),
    shares: position ? position.total_count - position.frozen_count : 0,
    affordable: most && mostShares(Number(available / most), (shares) => holdOf(most, shares) <= available),
    needed: most && total ? toJsonNumber(holdOf(most, total)) : undefined,
  };
}

/** The greatest number up to a limit that fits, where every smaller one does. */
function mostShares(limit: number, fits: (shares: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
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
