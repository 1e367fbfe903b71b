import { connect, type MqttClient } from 'mqtt';
import { type Credentials, mqttCredentials } from '../connection/credentials';

// Events of the host go out on a connection of their own: mqtt.js reads no acknowledgement while a delivery is under
// way, so a function that publishes an event during its delivery would wait for itself.

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

  /** Resolves when the broker has taken the event, after a new connection if need be; rejects when we leave first. */
  async publish(topic: string, payload: string | Buffer): Promise<void> {
    if (this.isLeaving && !this.client?.connected) throw new Error(LEFT);
    this.client ??= this.open();
    const publishing = this.client.publishAsync(topic, payload, { qos: 1 });
    // mqtt.js forgets what is not acknowledged when it is ended, so we notify whoever waits for it.
    let refuse: (why: Error) => void = () => undefined;
    const refused = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    this.unsettled.add(refuse);
    await Promise.race([publishing, refused]).finally(() => this.unsettled.delete(refuse));
  }

  /** From now on nobody waits for a broker that is away. One that is there still takes what is published. */
  leave(): void {
    this.isLeaving = true;
    if (!this.client?.connected) this.refuseAll();
  }

  /** Leaves without waiting for anything. Afterwards the connection is gone, and will not come back. */
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
