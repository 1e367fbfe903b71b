import * as z from 'zod';
import { StoreUnavailable } from '../../functions/storage/retry';
import type { Command, PublishCommand, RedeliverCommand, TickParts } from './commands';
import { decimalOf } from './decimal';
import type { Message, PublishedTick } from './journal';
import { mix } from './random';
import { rfc3339 } from './timestamps';
import { faultsOf, type World } from './world';

const Counts = z.object({ ticks: z.int(), dead_letters: z.int() });

/** More than faults ever take: a message that still fails then never will succeed. */
const MAX_DELIVERIES = 8;

/** The feed and the broker behind it: a message is delivered again until it has been processed. */
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
    };
    journal.messages.push(message);
    await this.deliver(command, message);
  }

  async redeliver(command: Command & RedeliverCommand): Promise<void> {
    const { messages } = this.world.journal;
    const message = messages[Math.floor(command.which * messages.length)];
    if (message) await this.deliver(command, message);
  }

  private async deliver(command: Command, message: Message): Promise<void> {
    const { journal, scheduler, clock } = this.world;
    for (let attempt = 0; attempt < MAX_DELIVERIES; attempt++) {
      const counts = await this.attempt(mix(command.seed, attempt), attempt, message);
      if (!counts) continue;
      if (counts.ticks !== message.ticks.length || counts.dead_letters !== message.bad.length)
        journal.anomalies.push(
          `command ${command.id}: ${message.ticks.length} ticks were taken for ${counts.ticks}`,
        );
      for (const element of message.bad)
        if (!journal.deadLetters.has(element))
          journal.anomalies.push(`${element} is not among the dead letters`);
      message.done ??= { step: scheduler.tick(), at: clock.now() };
      return;
    }
  }

  /** @returns undefined when the invocation failed, so that the message is due again */
  private async attempt(seed: number, attempt: number, { body, command }: Message) {
    const { scheduler, clock, handlers, journal } = this.world;
    try {
      const receivedAtMs = Math.floor(clock.now() / 1000);
      const answer = await scheduler.invoke(seed, faultsOf(this.world, attempt), () =>
        handlers.matchTicks(body, receivedAtMs),
      );
      return answer === 'crashed' ? undefined : Counts.parse(answer);
    } catch (error) {
      if (!(error instanceof StoreUnavailable))
        journal.anomalies.push(`the matcher failed on the message of command ${command}: ${error}`);
      return undefined;
    }
  }
}

function tickOf({ stock, units, availability, at }: TickParts, stocks: readonly string[]): PublishedTick {
  return { stockId: stocks[stock] ?? '', units: BigInt(units), availability, at };
}

/** Publishers write prices as numbers or as strings, and times with a zone or without. */
function elementOf(
  { stockId, units, availability, at }: PublishedTick,
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
  };
}
