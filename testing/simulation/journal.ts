/**
 * Requests and responses: everything the auditor knows besides the table. Amounts are in 1/10,000 of the currency unit,
 * times in microseconds since 1970.
 */
export interface Journal {
  /** Whether sells at a tick are limited to its availability in total. */
  readonly areSellsLimited: boolean;
  readonly fees: Fees;
  readonly users: string[];
  readonly stocks: string[];
  readonly transfers: Transfer[];
  readonly placements: Placement[];
  readonly replacements: Replacement[];
  readonly cancellations: Cancellation[];
  readonly massCancellations: MassCancellation[];
  readonly messages: Message[];
  /** Every order shown in a response, in the order of the responses. */
  readonly sightings: Sighting[];
  /** Responses that no promise allows, such as an internal error without a crash. */
  readonly anomalies: string[];
  /** The payloads of dead letters. */
  readonly deadLetters: ReadonlySet<string>;
}

/** An order's fees: a part of the traded value, an amount per share, and a minimum once any of it fills. */
export interface Fees {
  readonly perMillion: number;
  readonly perShare: bigint;
  readonly minimum: bigint;
  readonly sides: 'both' | 'buy' | 'sell';
}

export const NO_FEES: Fees = { perMillion: 0, perShare: 0n, minimum: 0n, sides: 'both' };

export type Side = 'buy' | 'sell';
export type OrderType = 'limit' | 'market' | 'stop' | 'stop_limit' | 'exit';
export type TimeInForce = 'gtc' | 'day' | 'gtd' | 'ioc' | 'fok';

/** `unknown` if the sender never learned the outcome. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** When something was in progress, in steps of the scheduler and by the simulated clock. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly startAt: number;
  readonly endAt: number;
}

export interface RequestSpan extends Span {
  /** A single attempt that went through, leaving nothing to the next writer. */
  readonly isSmooth: boolean;
}

export interface Transfer extends Span {
  readonly command: number;
  readonly userId: string;
  readonly type: 'deposit' | 'withdrawal';
  readonly units: bigint;
  readonly outcome: Outcome;
}

export interface Terms {
  readonly total: number;
  readonly lower: bigint | undefined;
  readonly upper: bigint | undefined;
  readonly stop: bigint | undefined;
  readonly takeProfit: bigint | undefined;
  readonly stopLoss: bigint | undefined;
}

export interface Placement extends RequestSpan {
  readonly command: number;
  readonly userId: string;
  readonly stockId: string;
  readonly side: Side;
  readonly type: OrderType;
  /** As acknowledged; without a response as requested, which lacks what the server derives from the type. */
  readonly terms: Terms;
  readonly timeInForce: TimeInForce;
  /** As requested; for a day order the server sets it. */
  readonly expiresAt: number | undefined;
  readonly outcome: Outcome;
  readonly orderId: string | undefined;
}

export interface Replacement extends RequestSpan {
  readonly command: number;
  readonly orderId: string;
  readonly outcome: Outcome;
  /** What it may have changed the terms to if its outcome is unknown. */
  readonly asked: {
    total?: number | undefined;
    lower?: bigint | null | undefined;
    upper?: bigint | null | undefined;
    stop?: bigint | null | undefined;
    takeProfit?: bigint | null | undefined;
    stopLoss?: bigint | null | undefined;
  };
  /** As in the response. */
  readonly terms: Terms | undefined;
}

export interface Cancellation extends Span {
  readonly command: number;
  readonly orderId: string;
  readonly outcome: Outcome;
}

export interface MassCancellation extends Span {
  readonly command: number;
  readonly userId: string;
  readonly stockId: string | undefined;
  readonly outcome: Outcome;
  /** Whether the response said that there are no more. */
  readonly isComplete: boolean;
}

export interface PublishedTick {
  readonly stockId: string;
  readonly units: bigint;
  readonly availability: number;
  readonly at: number;
  readonly sequence: number | undefined;
  readonly ask?: bigint | undefined;
  readonly bid?: bigint | undefined;
  readonly askSize?: number | undefined;
  readonly bidSize?: number | undefined;
}

export interface Message {
  readonly command: number;
  readonly ticks: readonly PublishedTick[];
  /** Payloads that must end up as dead letters. */
  readonly bad: readonly string[];
  readonly body: unknown;
  /** When it was first delivered. */
  readonly start: number;
  readonly startAt: number;
  /** When the broker received it, by the clock: once for each time it was published. */
  readonly receivedAt: number[];
  /** When it was first fully processed. */
  done?: { step: number; at: number };
}

/** An order as shown in a response. */
export interface SeenOrder extends Terms {
  readonly id: string;
  readonly userId: string;
  readonly stockId: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly status: string;
  readonly filled: number;
  readonly remaining: number;
  readonly triggeredAt: number | undefined;
  readonly expiresAt: number | undefined;
}

export interface Sighting {
  readonly command: number;
  readonly step: number;
  readonly order: SeenOrder;
}

export function emptyJournal(deadLetters: Set<string>, areSellsLimited: boolean, fees: Fees): Journal {
  return {
    areSellsLimited,
    fees,
    users: [],
    stocks: [],
    transfers: [],
    placements: [],
    replacements: [],
    cancellations: [],
    massCancellations: [],
    messages: [],
    sightings: [],
    anomalies: [],
    deadLetters,
  };
}
