/** A message published to the ticks topic, with what IoT Core's SQL functions say about it. */
export interface Message {
  topic: string;
  payload: Buffer;
  /** The publisher, or `n/a` where it is not known, as IoT Core's clientid() has it. */
  clientId: string;
  receivedAtMs: number;
}

/** Resolves when the message is finally processed; rejects when it is not, and must come again. */
export type Deliver = (message: Message) => Promise<void>;

export const UNKNOWN_CLIENT = 'n/a';

export interface Broker {
  /** Where publishers connect. */
  readonly url: string;
  /** Publishes for the host itself. Resolves when the broker has taken the message. */
  publish(topic: string, payload: string | Buffer): Promise<void>;
  /** Finishes the deliveries under way; what is not acknowledged by then comes again. */
  stop(): Promise<void>;
}
