import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../connection/back-off';
import { type Credentials, printableUrl } from '../connection/credentials';
import { errorText } from '../connection/error-text';
import { openConsumerConnection } from './consumer-connection';
import { DeliveryGate } from './delivery-gate';
import { EventPublisher } from './event-publisher';
import type { Broker, Deliver } from './message';

// Consumes the ticks of a broker that is not ours (Mosquitto, VerneMQ). Its persistent session holds what is not
// acknowledged, and a message is acknowledged only after `deliver`, so a crash at any point loses nothing.

export interface ExternalBrokerOptions extends Credentials {
  kind: 'external';
  url: string;
  topicFilter: string;
  deliver: Deliver;
  /** Names the session at the broker: the same after a restart, and different for each host of one broker. */
  clientId?: string;
  log?: (line: string) => void;
  /** How long to wait after so many failures in a row. */
  reconnectDelayMs?: (failuresInARow: number) => number;
}

const DEFAULT_CLIENT_ID = 'trading-system';

/** Rejects when the first connection fails, so that a wrong address is told at once; afterwards it never gives up. */
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
      log(`mqtt: lost ${where}: ${reason}; connecting again`);
      await wait(reconnectDelayMs(failuresInARow), undefined, { signal: stopping.signal });
      // The wait may have been over just when the stop came, which has closed the connection before.
      if (stopping.signal.aborted) return;
      connection = open();
      connection.subscribed.then(
        () => log(`mqtt: consuming ${options.topicFilter} from ${where} again`),
        // The loop sees the same reason when the connection has ended.
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
    async stop() {
      stopping.abort();
      // A delivery may be waiting for an event, and that for a broker that does not come back.
      events.leave();
      await connection.close();
      await consuming;
      await gate.close();
      await events.close();
    },
  };
}
