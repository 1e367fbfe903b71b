import { type EmbeddedBrokerOptions, startEmbeddedBroker } from './embedded-broker';
import { type ExternalBrokerOptions, startExternalBroker } from './external-broker';
import type { Broker } from './message';

export type BrokerOptions = EmbeddedBrokerOptions | ExternalBrokerOptions;

/** Rejects with a one-line reason if the port is taken, or the external broker is unreachable or refuses us. */
export function startBroker(options: BrokerOptions): Promise<Broker> {
  return options.kind === 'embedded' ? startEmbeddedBroker(options) : startExternalBroker(options);
}
