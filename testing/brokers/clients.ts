import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

const clients: MqttClient[] = [];

/**
 * A client of the test's own that hears everything from its first packet on, which may come with the broker's welcome;
 * `disconnectAll` belongs into the afterEach.
 */
export async function aListener(
  url: string,
  options: IClientOptions,
  listen: (client: MqttClient) => void,
): Promise<MqttClient> {
  const client = connect(url, { reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  listen(client);
  clients.push(client);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}

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
