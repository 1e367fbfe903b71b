/**
 * What was sent and what was answered: all that the auditor knows besides the table. Amounts are in 1/10,000 of the
 * currency unit, times in microseconds since 1970.
 */
export interface Journal {
  /** Whether sells of a tick together take no more than it has available. */
  readonly areSellsLimited: boolean;
  readonly users: string[];
  readonly stocks: string[];
  readonly transfers: Transfer[];
  readonly placements: Placement[];
  readonly replacements: Replacement[];
  readonly cancellations: Cancellation[];
  readonly massCancellations: MassCancellation[];
  readonly messages: Message[];
  /** Every order that an answer showed, in the order of the answers. */
  readonly sightings: Sighting[];
  /** Answers that no promise allows, such as an internal error without a crash. */
  readonly anomalies: string[];
  /** The payloads of dead letters. */
  readonly deadLetters: ReadonlySet<string>;
}

export type Side = 'buy' | 'sell';
export type OrderType = 'limit' | 'market' | 'stop' | 'stop_limit' | 'exit';
export type TimeInForce = 'gtc' | 'day' | 'gtd' | 'ioc' | 'fok';

/** `unknown` when the sender never learned what became of it. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** When something was under way, in steps of the scheduler and by the simulated clock. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly startAt: number;
  readonly endAt: number;
}

export interface RequestSpan extends Span {
  /** One attempt, which went through: nothing was left to whoever comes next. */
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
  /** As answered, or as asked for where no answer came: then what the type makes is missing. */
  readonly terms: Terms;
  readonly timeInForce: TimeInForce;
  /** As asked for; a day order's is the server's to set. */
  readonly expiresAt: number | undefined;
  readonly outcome: Outcome;
  readonly orderId: string | undefined;
}

export interface Replacement extends RequestSpan {
  readonly command: number;
  readonly orderId: string;
  readonly outcome: Outcome;
  /** What it may have changed the terms to, when its outcome is unknown. */
  readonly asked: {
    total?: number | undefined;
    lower?: bigint | null | undefined;
    upper?: bigint | null | undefined;
    stop?: bigint | null | undefined;
    takeProfit?: bigint | null | undefined;
    stopLoss?: bigint | null | undefined;
  };
  /** As answered. */
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
  /** Whether the answer said that there are no more. */
  readonly isComplete: boolean;
}

export interface PublishedTick {
  readonly stockId: string;
  readonly units: bigint;
  readonly availability: number;
  readonly at: number;
  readonly sequence: number | undefined;
}

export interface Message {
  readonly command: number;
  readonly ticks: readonly PublishedTick[];
  /** Payloads that must end up among the dead letters. */
  readonly bad: readonly string[];
  readonly body: unknown;
  /** When it was first handed over. */
  readonly start: number;
  readonly startAt: number;
  /** When the broker took it, by the clock: once, and again each time it is published again. */
  readonly receivedAt: number[];
  /** When it was first processed to its end. */
  done?: { step: number; at: number };
}

/** An order as an answer showed it. */
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

export function emptyJournal(deadLetters: Set<string>, areSellsLimited: boolean): Journal {
  return {
    areSellsLimited,
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
