import type { StockId } from '../domain/ids';
import type { IncomingTick } from '../domain/tick';
import { setting, store } from '../environment';
import { logger } from '../logger';
import { advanceStock } from '../storage/advance-stock';
import { deadLetterQueue, letterOf } from './dead-letters';
import { parseTickMessage, tickEvent } from './tick-event';

const sendDeadLetter = deadLetterQueue(setting('DEAD_LETTER_QUEUE_URL'));

/**
 * The MQTT edge: takes what the topic rule hands over, applies the good ticks and sets the bad ones apart. It may
 * be invoked again with the same message at any time: ticks applied already change nothing.
 */
export async function handler(
  input: unknown,
): Promise<{ ticks: number; fills: number; dead_letters: number }> {
  const event = tickEvent.parse(input);
  const { ticks, bad } = parseTickMessage(event);
  const advances = await Promise.all(
    [...byStock(ticks)].map(([stockId, ofStock]) => advanceStock(store(), stockId, ofStock)),
  );
  for (const { reason, index, element } of bad) {
    const payload =
      index === undefined ? event.payload : Buffer.from(JSON.stringify(element)).toString('base64');
    await sendDeadLetter(letterOf(event, reason, payload, index));
  }
  const fills = advances.reduce((sum, { filled }) => sum + filled.length, 0);
  logger.info('matched', { topic: event.topic, ticks: ticks.length, fills, dead_letters: bad.length });
  return { ticks: ticks.length, fills, dead_letters: bad.length };
}

function byStock(ticks: readonly IncomingTick[]): Map<StockId, IncomingTick[]> {
  const stocks = new Map<StockId, IncomingTick[]>();
  for (const tick of ticks) stocks.set(tick.stockId, [...(stocks.get(tick.stockId) ?? []), tick]);
  return stocks;
}
