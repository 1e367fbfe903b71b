import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../../market/connection/back-off';
import { type Credentials, printableUrl } from '../../market/connection/credentials';
import { errorText } from '../../market/connection/error-text';
import { openConsumerConnection } from './consumer-connection';
import { DeliveryGate } from './delivery-gate';
import { EventPublisher } from './event-publisher';
import type { Broker, Deliver } from './message';

// Consumes ticks from a third-party broker (Mosquitto, VerneMQ). Its persistent session keeps unacknowledged messages,
// and a message is acknowledged only after `deliver`, so a crash at any point loses nothing.

export interface ExternalBrokerOptions extends Credentials {
  kind: 'external';
  url: string;
  topicFilter: string;
  deliver: Deliver;
  /** Identifies the session on the broker: the same after a restart, different for each host of one broker. */
  clientId?: string;
  log?: (line: string) => void;
  /** How long to wait before reconnecting. */
  reconnectDelayMs?: (failuresInARow: number) => number;
}

const DEFAULT_CLIENT_ID = 'trading-system';

/** Rejects if the first connection fails, so a wrong address is reported at once; after that it never gives up. */
export async function startExternalBroker(options: ExternalBrokerOptions): Promise<Broker> {
  const { log = console.warn, clientId = DEFAULT_CLIENT_ID } = options;
  const { reconnectDelayMs = backOffMs } = options;
  const where = printableUrl(options.url);
  const gate = new DeliveryGate(options.deliver);
  const stopping = new AbortController();
  const open = () =>
    openConsumerConnection({ ...options, clientId, deliver: (message) => gate.pass(message) });

  let connection = open();
  await connection.subscribed.catch((error: Error) => {
    throw new Error(`cannot consume ${options.topicFilter} from ${where}: ${error.message}`, {
      cause: error,
    });
  });

  const keepConnected = async (): Promise<void> => {
    for (let failuresInARow = 0; ; ) {
      const { reason, hasServed } = await connection.ended;
      if (stopping.signal.aborted) return;
      failuresInARow = hasServed ? 0 : failuresInARow + 1;
      log(`mqtt: lost ${where}: ${reason}; reconnecting`);
      await wait(reconnectDelayMs(failuresInARow), undefined, { signal: stopping.signal });
      // The wait may have ended just as the stop came, which has already closed the previous connection.
      if (stopping.signal.aborted) return;
      connection = open();
      connection.subscribed.then(
        () => log(`mqtt: consuming ${options.topicFilter} from ${where} again`),
        // The loop gets the same reason once the connection has ended.
        () => undefined,
      );
    }
  };
  const consuming = keepConnected().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });

  const events = new EventPublisher({
    ...options,
    clientId: `${clientId}-events`,
    onError: (error) => log(`mqtt: cannot publish to ${where}: ${errorText(error)}`),
  });

  return {
    url: options.url,
    publish: (topic, payload) => events.publish(topic, payload),
    leave: () => events.leave(),
    async stop() {
      stopping.abort();
      // A delivery may be waiting for an event, which may be waiting for a broker that never comes back.
      events.leave();
      await connection.close();
      await consuming;
      await gate.close();
      await events.close();
    },
  };
}
