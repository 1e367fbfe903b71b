import { MAX_TICKS_PER_MESSAGE } from '../contract/tick';
import type { Fill } from '../domain/fill';
import type { StockId } from '../domain/ids';
import type { IncomingTick } from '../domain/tick';
import { maxClockSkewSeconds } from '../environment';
import { inParallel } from '../in-parallel';
import { recordMetric } from '../metrics';
import { matchTicks } from '../storage/matching/match-ticks';
import type { Store } from '../storage/table/store';
import { type DeadLetterQueue, letterOf } from './dead-letters';
import { observeFills, observeTicks } from './observe';
import { type BadElement, parseTickMessage, type TickEvent } from './tick-event';
import { tickRules } from './tick-rules';

export interface Matched {
  readonly ticks: number;
  readonly fills: number;
  readonly dead_letters: number;
  /** The first message not done. Those before it are done; it and all after it must be redelivered. */
  readonly failure?: Failure | undefined;
}

interface Failure {
  readonly message: number;
  readonly error: unknown;
}

interface NumberedTick {
  readonly message: number;
  readonly tick: IncomingTick;
}

/**
 * Applies the ticks of messages, together and in order for each stock, and sets apart anything that isn't a valid
 * tick. It may be given the same messages again at any time: ticks already applied change nothing.
 */
export async function matchMessages(
  store: Store,
  sendDeadLetters: DeadLetterQueue,
  events: readonly TickEvent[],
): Promise<Matched> {
  const messages = events.map((event) => ({ event, ...parseTickMessage(event, maxClockSkewSeconds()) }));
  const ticks = messages.flatMap(({ ticks }, message) => ticks.map((tick) => ({ message, tick })));
  const advances = await inParallel(byStock(ticks), (ofStock) => advanceInRuns(store, ofStock));
  const failure = firstOf(advances.flatMap(({ failure }) => failure ?? []));
  // Redelivered messages bring their bad elements along: sent now, they would become dead letters twice.
  const done = messages.slice(0, failure?.message);
  const bad = done.flatMap(({ event, bad }) => bad.map((element) => ({ event, element })));
  await sendDeadLetters(bad.map(({ event, element }) => deadLetter(event, element)));
  recordMetric('DeadLetters', bad.length);
  const fills = advances.reduce((sum, { fills }) => sum + fills, 0);
  return { ticks: ticks.length, fills, dead_letters: bad.length, failure };
}

function byStock(ticks: readonly NumberedTick[]): NumberedTick[][] {
  const stocks = new Map<StockId, NumberedTick[]>();
  for (const numbered of ticks) {
    const ofStock = stocks.get(numbered.tick.stockId);
    if (ofStock) ofStock.push(numbered);
    else stocks.set(numbered.tick.stockId, [numbered]);
  }
  return [...stocks.values()];
}

/** Ticks wait on the stock's item to be committed, so a run is no longer than the longest message. */
async function advanceInRuns(store: Store, ofStock: readonly NumberedTick[]) {
  let fills = 0;
  for (let start = 0; start < ofStock.length; start += MAX_TICKS_PER_MESSAGE) {
    const run = ofStock.slice(start, start + MAX_TICKS_PER_MESSAGE);
    const [first] = run;
    if (!first) break;
    const { stockId } = first.tick;
    const filled: Fill[] = [];
    try {
      const ticks = run.map(({ tick }) => tick);
      observeTicks(ticks, await matchTicks(store, stockId, ticks, tickRules(), filled));
    } catch (error) {
      return { fills: fills + filled.length, failure: { message: first.message, error } };
    } finally {
      // What was committed before a failure stays.
      observeFills(stockId, filled);
    }
    fills += filled.length;
  }
  return { fills };
}

function firstOf(failures: readonly Failure[]): Failure | undefined {
  return failures.toSorted((a, b) => a.message - b.message)[0];
}

function deadLetter(event: TickEvent, { reason, index, element, text }: BadElement) {
  const payload = index === undefined ? event.payload : (encoded(text, element) ?? event.payload);
  return letterOf(event, reason, payload, index);
}

/** @returns undefined for an element nested too deeply to be serialized: then the whole message is kept */
function encoded(text: string | undefined, element: unknown): string | undefined {
  try {
    return Buffer.from(text ?? JSON.stringify(element)).toString('base64');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
