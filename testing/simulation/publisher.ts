import * as z from 'zod';
import { StoreUnavailable } from '../../functions/storage/table/retry';
import type { Command, PublishCommand, RedeliverCommand, TickParts } from './commands';
import { decimalOf } from './decimal';
import type { Handlers } from './handlers';
import type { Message, PublishedTick } from './journal';
import { mix, Random } from './random';
import { rfc3339 } from './timestamps';
import { faultsOf, type World } from './world';

const Counts = z.object({ ticks: z.int(), dead_letters: z.int() });
type Delivery = Pick<Command, 'id' | 'seed'>;

const BatchAnswer = z.object({ batchItemFailures: z.array(z.unknown()) });

/** More than faults can ever require: a message that still fails after these will never succeed. */
const MAX_DELIVERIES = 8;

/**
 * The feed and the path to the matcher: half of the deliveries are direct, the rest go through a stream. Either way, a
 * message is redelivered until it has been processed.
 */
export class Publisher {
  constructor(private readonly world: World) {}

  async publish(command: Command & PublishCommand): Promise<void> {
    const { journal, scheduler, clock } = this.world;
    const ticks = command.ticks.map((parts) => tickOf(parts, journal.stocks));
    const bad = Array.from({ length: command.badElements }, (_, index) => ({
      spoiled: `${command.id}.${index}`,
    }));
    const elements = [...ticks.map((tick, index) => elementOf(tick, command.ticks[index], index)), ...bad];
    const message: Message = {
      command: command.id,
      ticks,
      bad: bad.map((element) => JSON.stringify(element)),
      body: command.isArray ? elements : elements[0],
      start: scheduler.tick(),
      startAt: clock.now(),
      receivedAt: [],
    };
    journal.messages.push(message);
    await this.deliver(command, message);
  }

  async redeliver(command: Command & RedeliverCommand): Promise<void> {
    const { messages } = this.world.journal;
    const message = messages[Math.floor(command.which * messages.length)];
    if (message) await this.deliver(command, message);
  }

  /** Redelivers every stock's newest message, in place of a next tick, so that anything left unfinished is finished. */
  async comeBy(seed: number): Promise<void> {
    const { messages, stocks } = this.world.journal;
    for (const [id, stockId] of stocks.entries()) {
      const message = messages.findLast(({ ticks }) => ticks.some((tick) => tick.stockId === stockId));
      if (message) await this.deliver({ id, seed: mix(seed, id) }, message);
    }
  }

  private async deliver(command: Delivery, message: Message): Promise<void> {
    const { journal, scheduler, clock } = this.world;
    const receivedAt = clock.now();
    message.receivedAt.push(receivedAt);
    await this.travel(command.seed);
    for (let attempt = 0; attempt < MAX_DELIVERIES; attempt++) {
      const seed = mix(command.seed, attempt);
      const isStreamed = command.id % 2 === 0;
      const isDone = isStreamed
        ? await this.stream(seed, attempt, message, receivedAt)
        : await this.hand(command, seed, attempt, message, receivedAt);
      if (!isDone) continue;
      for (const element of message.bad)
        if (!journal.deadLetters.has(element))
          journal.anomalies.push(`${element} did not become a dead letter`);
      message.done ??= { step: scheduler.tick(), at: clock.now() };
      return;
    }
  }

  /** On its way from the broker to the matcher, a message may be overtaken by others and by orders. */
  private async travel(seed: number): Promise<void> {
    const random = new Random(seed, 2);
    for (let steps = random.pick([0, 0, 0, 3, 12]); steps > 0; steps--)
      await this.world.scheduler.inTurn(mix(seed, -steps), async () => undefined);
  }

  /** @returns whether the invocation succeeded; otherwise the message is redelivered */
  private async hand(
    command: Delivery,
    seed: number,
    attempt: number,
    message: Message,
    receivedAt: number,
  ): Promise<boolean> {
    const { matchTicks } = this.world.handlers;
    const answer = await this.attempt(seed, attempt, message, receivedAt, matchTicks);
    if (answer === undefined) return false;
    const counts = Counts.parse(answer);
    if (counts.ticks !== message.ticks.length || counts.dead_letters !== message.bad.length)
      this.world.journal.anomalies.push(
        `command ${command.id}: of ${message.ticks.length} ticks, ${counts.ticks} were accepted`,
      );
    return true;
  }

  /** @returns whether the batch reports no failure; otherwise it is redelivered */
  private async stream(
    seed: number,
    attempt: number,
    message: Message,
    receivedAt: number,
  ): Promise<boolean> {
    const { matchTicksOfStream } = this.world.handlers;
    const answer = await this.attempt(seed, attempt, message, receivedAt, matchTicksOfStream);
    return answer !== undefined && BatchAnswer.parse(answer).batchItemFailures.length === 0;
  }

  /** @returns undefined if the process died or threw */
  private async attempt(
    seed: number,
    attempt: number,
    { body, command }: Message,
    receivedAt: number,
    match: Handlers['matchTicks'],
  ): Promise<unknown> {
    const { scheduler, journal } = this.world;
    try {
      const receivedAtMs = receivedAt / 1_000;
      const answer = await scheduler.invoke(seed, faultsOf(this.world, attempt), () =>
        match(body, receivedAtMs),
      );
      return answer === 'crashed' ? undefined : answer;
    } catch (error) {
      if (!(error instanceof StoreUnavailable))
        journal.anomalies.push(`the matcher failed on the message of command ${command}: ${error}`);
      return undefined;
    }
  }
}

function tickOf(
  { stock, units, sequence, ask, bid, ...rest }: TickParts,
  stocks: readonly string[],
): PublishedTick {
  return {
    stockId: stocks[stock] ?? '',
    units: BigInt(units),
    sequence,
    ask: unitsOf(ask),
    bid: unitsOf(bid),
    ...rest,
  };
}

/** Publishers write prices as numbers or strings, and timestamps with or without a zone. */
function elementOf(
  { stockId, units, availability, at, sequence, ask, bid, askSize, bidSize }: PublishedTick,
  parts: TickParts | undefined,
  index: number,
) {
  const price = decimalOf(units);
  const timestamp = rfc3339(at);
  return {
    stock_id: stockId,
    name: `Stock ${parts?.stock}`,
    price: index % 2 === 0 ? Number(price) : price,
    availability,
    timestamp: index % 3 === 0 ? timestamp.replace('T', ' ').replace('Z', '') : timestamp,
    ...(sequence !== undefined && { sequence }),
    ...(ask !== undefined && { ask: decimalOf(ask) }),
    ...(bid !== undefined && { bid: Number(decimalOf(bid)) }),
    ...(askSize !== undefined && { ask_size: askSize }),
    ...(bidSize !== undefined && { bid_size: bidSize }),
  };
}

function unitsOf(price: number | undefined): bigint | undefined {
  return price === undefined ? undefined : BigInt(price);
}
