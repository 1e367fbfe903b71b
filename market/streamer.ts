import { after, fromMilliseconds, MICROSECONDS, parseInstant } from '../functions/domain/instant';
import { demoStocks } from './demo-stocks';
import { asFastAsAcknowledged, asRecorded, atRate, type Pace } from './pace';
import { connectTickPublishers } from './publisher-connections';
import { randomWalk } from './random-walk';
import { openRecording } from './recording/recording';
import type { StreamOptions } from './stream-options';
import { type Progress, streamTicks } from './stream-ticks';
import { topicPerStock } from './ticks-topic';
import type { WireTick } from './wire-tick';

interface Source {
  ticks: AsyncIterable<WireTick> | Iterable<WireTick>;
  accepts?: (tick: WireTick, dueInMs: number) => boolean;
  /** How much of it has been taken, from 0 to 1; undefined if it never ends. */
  fractionTaken(): number | undefined;
}

export interface StreamListener {
  onProgress(progress: Progress, fraction: number | undefined): void;
  /** Called for each line of a recording that would have become a dead letter and wasn't sent. */
  onRefusal(refusal: string): void;
}

/** Runs `npm run stream`: publishes the chosen source at the chosen pace. Resolves with what was sent. */
export async function runStreamer(
  options: StreamOptions,
  { onProgress, onRefusal }: StreamListener,
  stop?: AbortSignal,
): Promise<Progress> {
  const source = await openSource(options, onRefusal);
  const publisher = await connectTickPublishers(options, options.connections);
  try {
    return await streamTicks({
      ticks: options.count === undefined ? source.ticks : take(source.ticks, options.count),
      ...(source.accepts && { accepts: source.accepts }),
      publish: (topic, payload) => publisher.publish(topic, payload),
      topicOf: options.hasOneTopic ? () => options.topic : topicPerStock(options.topic),
      pace: paceOf(options.pace),
      batch: options.batch,
      onProgress(progress) {
        const fraction =
          options.count === undefined ? source.fractionTaken() : progress.ticks / options.count;
        onProgress(progress, fraction);
      },
      ...(stop ? { stop } : {}),
    });
  } finally {
    await publisher.close();
  }
}

async function openSource(
  { source, maxClockSkewSeconds }: StreamOptions,
  onRefusal: (refusal: string) => void,
): Promise<Source> {
  if (source.kind === 'market') {
    const ticks = randomWalk({ seed: source.seed, stocks: demoStocks(source.stocks) });
    return { ticks, fractionTaken: () => undefined };
  }
  const recording = await openRecording(source.file, onRefusal);
  const isInTime = (tick: WireTick, dueInMs: number) => {
    const latest = after(
      fromMilliseconds(Math.floor(Date.now() + dueInMs)),
      maxClockSkewSeconds * MICROSECONDS.second,
    );
    return (parseInstant(tick.timestamp) ?? latest) <= latest;
  };
  return {
    ticks: recording.ticks,
    accepts(tick, dueInMs) {
      const isAccepted = isInTime(tick, dueInMs);
      if (!isAccepted)
        recording.refuseLatest(`timestamp: is more than ${maxClockSkewSeconds} s in the future`);
      return isAccepted;
    },
    fractionTaken: recording.fractionRead,
  };
}

function paceOf(pace: StreamOptions['pace']): Pace {
  if (pace.kind === 'rate') return atRate(pace.ticksPerSecond);
  return pace.kind === 'recorded' ? asRecorded(pace.speed) : asFastAsAcknowledged;
}

async function* take<T>(items: AsyncIterable<T> | Iterable<T>, count: number): AsyncGenerator<T> {
  let taken = 0;
  for await (const item of items) {
    yield item;
    taken += 1;
    if (taken === count) return;
  }
}
