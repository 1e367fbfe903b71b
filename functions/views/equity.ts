import type * as z from 'zod';
import type * as answers from '../contract/ledger/answers';
import type { EquityPoint } from '../domain/equity';
import { formatInstant } from '../domain/instant';
import { type Money, minus, plus, toJsonNumber } from '../domain/money';
import type { EquityCourse } from '../storage/history/read-equity';
import { amountOrNull } from './money';

export function equityView({ points, from }: EquityCourse): z.input<typeof answers.equity> {
  const [first] = points;
  const before = first && equityOf(first);
  return {
    from: formatInstant(from),
    results: points.map((point) => ({
      timestamp: formatInstant(point.at),
      cash: toJsonNumber(point.cash),
      holdings: amountOrNull(point.holdings),
      equity: amountOrNull(equityOf(point)),
      deposited: toJsonNumber(point.deposited),
      profit: amountOrNull(profitOf(point, before)),
    })),
  };
}

function equityOf({ cash, holdings }: EquityPoint): Money | undefined {
  return holdings === undefined ? undefined : plus(cash, holdings);
}

function profitOf(point: EquityPoint, before: Money | undefined): Money | undefined {
  const equity = equityOf(point);
  if (equity === undefined || before === undefined) return undefined;
  return minus(minus(equity, before), point.deposited);
}
