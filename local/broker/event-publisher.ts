import { connect, type MqttClient } from 'mqtt';
import { type Credentials, mqttCredentials } from '../../market/connection/credentials';

// The host's events use a separate connection: mqtt.js reads no acknowledgements while a delivery is in progress, so a
// function that publishes an event during its delivery would deadlock.

export interface EventPublisherOptions extends Credentials {
  url: string;
  clientId: string;
  onError(error: Error): void;
}

const LEFT = 'the event was not published: the host is stopping';

export class EventPublisher {
  private client: MqttClient | undefined;
  private isLeaving = false;
  private readonly unsettled = new Set<(why: Error) => void>();

  constructor(private readonly options: EventPublisherOptions) {}

  /** Resolves when the broker has accepted the event, reconnecting if necessary; rejects if we leave first. */
  async publish(topic: string, payload: string | Buffer): Promise<void> {
    if (this.isLeaving && !this.client?.connected) throw new Error(LEFT);
    this.client ??= this.open();
    const publishing = this.client.publishAsync(topic, payload, { qos: 1 });
    // When ended, mqtt.js drops unacknowledged publishes without settling them, so we reject them ourselves.
    let refuse: (why: Error) => void = () => undefined;
    const refused = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    this.unsettled.add(refuse);
    await Promise.race([publishing, refused]).finally(() => this.unsettled.delete(refuse));
  }

  /** Stops waiting for a broker that is down. One that is up still accepts what is published. */
  leave(): void {
    this.isLeaving = true;
    if (!this.client?.connected) this.refuseAll();
  }

  /** Disconnects for good, without waiting for anything. */
  async close(): Promise<void> {
    this.leave();
    this.refuseAll();
    await this.client?.endAsync(true);
  }

  private open(): MqttClient {
    const { url, clientId, onError } = this.options;
    const client = connect(url, { clientId, ...mqttCredentials(this.options) });
    client.on('error', onError);
    client.on('close', () => {
      if (this.isLeaving) this.refuseAll();
    });
    return client;
  }

  private refuseAll(): void {
    for (const refuse of this.unsettled) refuse(new Error(LEFT));
  }
}
