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
  /** How much of it has been taken, from 0 to 1; undefined if it never ends. */
  fractionTaken(): number | undefined;
}

/** Runs `npm run stream`: publishes the chosen source at the chosen pace. Resolves with what was sent. */
export async function runStreamer(
  options: StreamOptions,
  onProgress: (progress: Progress, fraction: number | undefined) => void,
  stop?: AbortSignal,
): Promise<Progress> {
  const source = await openSource(options);
  const publisher = await connectTickPublishers(options, options.connections);
  try {
    return await streamTicks({
      ticks: options.count === undefined ? source.ticks : take(source.ticks, options.count),
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

async function openSource({ source }: StreamOptions): Promise<Source> {
  if (source.kind === 'market') {
    const ticks = randomWalk({ seed: source.seed, stocks: demoStocks(source.stocks) });
    return { ticks, fractionTaken: () => undefined };
  }
  const recording = await openRecording(source.file);
  return { ticks: recording.ticks, fractionTaken: recording.fractionRead };
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
