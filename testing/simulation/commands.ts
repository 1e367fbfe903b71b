import type { OrderType, TimeInForce } from './journal';

/**
 * What the actors do. Commands name users and stocks by number and pick orders at random, so any subset of a list of
 * commands can be run, as shrinking requires.
 */
export type Command = Placed &
  (
    | TransferCommand
    | OrderCommand
    | CancelCommand
    | ReplaceCommand
    | CancelAllCommand
    | PublishCommand
    | RedeliverCommand
    | LookCommand
    | TrespassCommand
    | { readonly kind: 'sweep' }
    | { readonly kind: 'jump'; readonly seconds: number }
  );

export type CommandKind = Command['kind'];

interface Placed {
  readonly id: number;
  /** Commands of the same lane run in sequence; those of different lanes overlap. */
  readonly lane: string;
  /** Decides the faults of this command and how its calls are interleaved with others. */
  readonly seed: number;
  /** Runs with nothing else in flight, and the table is audited afterwards. */
  readonly isSolo: boolean;
}

/** How a client sends: with an Idempotency-Key it may repeat a request, even before the first response. */
export interface Sending {
  readonly isKeyed: boolean;
  readonly isTwice: boolean;
}

/** All amounts are in 1/10,000 of the currency unit. */
export interface TransferCommand extends Sending {
  readonly kind: 'deposit' | 'withdraw';
  readonly user: number;
  readonly units: number;
}

export interface OrderCommand extends Sending {
  readonly kind: 'buy' | 'sell';
  readonly user: number;
  readonly stock: number;
  readonly total: number;
  readonly type: OrderType;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly stop: number | undefined;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  readonly timeInForce: TimeInForce;
  readonly expiresInSeconds: number | undefined;
}

export interface CancelCommand extends Sending {
  readonly kind: 'cancel';
  readonly user: number;
  /** In [0, 1): which of the lane's orders. */
  readonly which: number;
}

export interface ReplaceCommand extends Sending {
  readonly kind: 'replace';
  readonly user: number;
  readonly which: number;
  readonly total: number | undefined;
  /** `null` removes the bound, undefined keeps it. */
  readonly lower: number | null | undefined;
  readonly upper: number | null | undefined;
  /** Of these, only those that suit the order are sent. */
  readonly stop: number | undefined;
  readonly takeProfit: number | null | undefined;
  readonly stopLoss: number | null | undefined;
}

export interface CancelAllCommand extends Sending {
  readonly kind: 'cancel-all';
  readonly user: number;
  readonly stock: number | undefined;
}

export interface TickParts {
  readonly stock: number;
  readonly units: number;
  readonly availability: number;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly sequence?: number | undefined;
  readonly ask?: number | undefined;
  readonly bid?: number | undefined;
  readonly askSize?: number | undefined;
  readonly bidSize?: number | undefined;
}

export interface PublishCommand {
  readonly kind: 'publish';
  readonly ticks: readonly TickParts[];
  readonly isArray: boolean;
  /** How many elements of the array are not valid ticks. */
  readonly badElements: number;
}

export interface RedeliverCommand {
  readonly kind: 'redeliver';
  /** In [0, 1): which of the messages published so far. */
  readonly which: number;
}

export interface LookCommand {
  readonly kind: 'look';
  readonly user: number;
  readonly stock: number;
}

/** Tries to move someone else's money. */
export interface TrespassCommand {
  readonly kind: 'trespass';
  readonly user: number;
  readonly victim: number;
}
