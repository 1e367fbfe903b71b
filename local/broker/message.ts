/** A message published to the ticks topic, with the values that IoT Core's SQL functions return for it. */
export interface Message {
  topic: string;
  payload: Buffer;
  /** The publisher, or `n/a` if unknown, like IoT Core's clientid(). */
  clientId: string;
  receivedAtMs: number;
}

/** Resolves when the message is processed for good; rejects if it is not and must be redelivered. */
export type Deliver = (message: Message) => Promise<void>;

export const UNKNOWN_CLIENT = 'n/a';

export interface Broker {
  /** Where publishers connect. */
  readonly url: string;
  /** Publishes for the host itself. Resolves when the broker has accepted the message. */
  publish(topic: string, payload: string | Buffer): Promise<void>;
  /** From now on, doesn't wait for a broker that is down: what can't be published fails. */
  leave(): void;
  /** Finishes the deliveries in progress; whatever is unacknowledged by then is redelivered. */
  stop(): Promise<void>;
}
