import type { StockId } from '../../domain/ids';
import { formatInstant } from '../../domain/instant';
import { offerFor, type TickIdentity } from '../../domain/tick';
import type { Fault } from './fault';
import { amountText } from './wording';

type TickParts = TickIdentity;

export function unrecordedTickFault(stockId: StockId, tick: TickParts): Fault {
  const what = `There are fills at ${describe(tick)} of the stock ${stockId}, which is not on record.`;
  return { promise: 4, subject: what, what };
}

/** @param bought the shares that buys took from the tick in total */
export function oversoldTickFault(stockId: StockId, tick: TickParts, bought: number): Fault | undefined {
  if (bought <= offerFor('buy', tick)) return undefined;
  const what = `Buys took ${bought} shares from ${describe(tick)} of the stock ${stockId}.`;
  return { promise: 5, subject: what, what };
}

function describe({ timestamp, price, availability }: TickParts): string {
  return `the tick ${formatInstant(timestamp)}, ${availability} shares at ${amountText(price)},`;
}
