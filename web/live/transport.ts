/** What carries the events: a connection to a broker, made anew after each loss. */
export interface Transport {
  subscribe(topics: readonly string[]): Promise<void>;
  unsubscribe(topics: readonly string[]): Promise<void>;
  close(): void;
}

export interface TransportOptions {
  readonly url: string;
  readonly clientId: string;
  /** The access token. It goes as a password, never in the URL: URLs are logged. */
  readonly token: string;
  readonly onMessage: (topic: string, payload: string) => void;
  /** Once, when the connection is lost or was closed by the other side. */
  readonly onLost: () => void;
}

/** Rejects with a {@link Refused} where the broker does not take the token, with any other error where there is no broker. */
export type Connect = (options: TransportOptions) => Promise<Transport>;

export class Refused extends Error {
  override readonly name = 'Refused';
}
