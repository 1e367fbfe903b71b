import type { Journal, Message, PublishedTick, Side } from '../journal';

/** A tick as the feed published it, however often: ticks of equal time, price, availability and number are one. */
export interface Tick {
  readonly key: string;
  readonly stockId: string;
  readonly units: bigint;
  readonly availability: number;
  readonly ask?: bigint | undefined;
  readonly bid?: bigint | undefined;
  readonly askSize?: number | undefined;
  readonly bidSize?: number | undefined;
  readonly at: number;
  /** When the first message with it was first delivered, and first fully processed. */
  readonly start: number;
  readonly startAt: number;
  readonly done: number;
  readonly doneAt: number;
  /** When the broker first and last received it. */
  readonly receivedAt: { readonly first: number; readonly last: number };
  readonly publications: readonly Publication[];
}

/** The message that contained it, and its position there. */
export interface Publication {
  readonly message: Message;
  readonly index: number;
}

type TickParts = Pick<
  PublishedTick,
  'at' | 'units' | 'availability' | 'sequence' | 'ask' | 'bid' | 'askSize' | 'bidSize'
>;

export function tickKey(stockId: string, tick: TickParts): string {
  const { at, units, availability, sequence, ask, bid, askSize, bidSize } = tick;
  return `${stockId} ${at} ${units} ${availability} ${sequence} ${ask} ${bid} ${askSize} ${bidSize}`;
}

/** What an order of the side trades at, and how many shares there are for its side. */
export function priceAt(side: Side, { units, ask, bid }: Pick<TickParts, 'units' | 'ask' | 'bid'>): bigint {
  return (side === 'buy' ? ask : bid) ?? units;
}

export function offerAt(
  side: Side,
  { availability, askSize, bidSize }: Pick<TickParts, 'availability' | 'askSize' | 'bidSize'>,
): number {
  return (side === 'buy' ? askSize : bidSize) ?? availability;
}

export function publishedTicks({ messages }: Journal): Map<string, Tick> {
  const ticks = new Map<string, Tick>();
  for (const message of messages) {
    for (const [index, published] of message.ticks.entries()) {
      const { stockId, units, availability, at, ask, bid, askSize, bidSize } = published;
      const key = tickKey(stockId, published);
      const { step: done, at: doneAt } = message.done ?? NEVER;
      const known = ticks.get(key);
      const { start, startAt } = known ?? message;
      ticks.set(key, {
        ...{ key, stockId, units, availability, at, start, startAt, ask, bid, askSize, bidSize },
        done: Math.min(done, known?.done ?? done),
        doneAt: Math.min(doneAt, known?.doneAt ?? doneAt),
        receivedAt: {
          first: Math.min(...message.receivedAt, known?.receivedAt.first ?? Number.POSITIVE_INFINITY),
          last: Math.max(...message.receivedAt, known?.receivedAt.last ?? 0),
        },
        publications: [...(known?.publications ?? []), { message, index }],
      });
    }
  }
  return ticks;
}

const NEVER = { step: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };
