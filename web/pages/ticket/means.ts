import { type Money, minus, toJsonNumber, worth } from '../../../functions/domain/money';
import type { UserPage } from '../../api/answers';
import { moneyOf, sharesOf } from '../../domain/typed';
import { exactly } from '../../portfolio/exact';
import type { TicketFields } from './ticket-fields';

/** What there is to trade with. */
export function meansOf(user: UserPage | undefined, stockId: string, fields: TicketFields) {
  if (!user) return { available: undefined, shares: undefined, affordable: undefined, needed: undefined };
  const available = availableMoney(user);
  const position = user.stocks.find(({ stock_id }) => stock_id === stockId);
  const limit = moneyOf(fields.limit);
  const total = sharesOf(fields.shares);
  return {
    available: toJsonNumber(available),
    shares: position ? position.total_count - position.frozen_count : 0,
    affordable: limit ? Number(available / limit) : undefined,
    needed: limit && total ? toJsonNumber(worth(limit, total)) : undefined,
  };
}

function availableMoney({ balance, frozen }: Pick<UserPage, 'balance' | 'frozen'>): Money {
  return minus(exactly(balance), exactly(frozen));
}
