import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

const clients: MqttClient[] = [];

/** A connected client of the test's own; `disconnectAll` belongs into the afterEach. */
export async function aClient(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

export async function disconnectAll(): Promise<void> {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
}

export function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', resolve));
}
