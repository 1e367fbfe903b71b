import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

const clients: MqttClient[] = [];

/**
 * A client that can listen from the very first packet, which may arrive together with the CONNACK; call `disconnectAll`
 * in afterEach.
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

/** A connected client; call `disconnectAll` in afterEach. */
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
