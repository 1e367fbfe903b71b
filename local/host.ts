// The stack on this machine: the functions' runtime plus the edges that invoke them, which are the HTTP API, the broker
// with the topic rules, and the clock.
import { once } from 'node:events';
import type { Server } from 'node:http';
import path from 'node:path';
import * as z from 'zod';
import { startBroker } from './broker/broker';
import type { Broker } from './broker/message';
import { startClock } from './clock/clock';
import { Closing } from './closing';
import type { SteeredMarket } from './console/local-market';
import { siteOf } from './console/site';
import { databaseFile, openDataFolder } from './data-folder';
import { EventSources } from './event-sources/event-sources';
import { keepTrimmed } from './event-sources/keep-trimmed';
import { Invocations } from './functions/invocations';
import { type Answer, gatewayAnswer } from './gateway/answer';
import type { ReceivedRequest } from './gateway/event';
import { Gateway } from './gateway/gateway';
import { gatewayServer } from './gateway/server';
import type { IdentityProvider } from './identity/identity-provider';
import { startLiveEvents } from './live/live-events';
import { refusingUpgrades } from './live/live-socket';
import { listen, reachable } from './ports';
import { Refusal } from './refusal';
import { type Runtime, type RuntimeOptions, startRuntime } from './runtime';
import { clearClaim } from './table/claim';
import { type Delivery, deliveryOf } from './topic-rules/deliver';

export type BrokerChoice = { username?: string; password?: string } & (
  | { kind: 'embedded'; port: number }
  | { kind: 'external'; url: string }
);

export interface HostOptions extends Omit<RuntimeOptions, 'assemblyFolder'> {
  /** Returns the folder of the cloud assembly. Called only once the port and the data folder are known to be free. */
  assembly(): Promise<string>;
  /** Returns the folder of the built console, which is served to browsers. Without it only the API is served. */
  console?: (() => Promise<string>) | undefined;
  /** Where the API and the embedded broker listen. */
  host: string;
  port: number;
  broker: BrokerChoice;
  /** Waits before the first and the second retry of an event. */
  retryDelaysMs: [number, number];
}

export interface Host extends Runtime {
  url: string;
  broker?: Broker | undefined;
  /** The topics the broker delivers, if the stack has a topic rule. */
  topicFilter?: string | undefined;
  /** Lets administrators control a market from the console. */
  steer(market: SteeredMarket): void;
  stop(): Promise<void>;
}

export async function startHost(options: HostOptions): Promise<Host> {
  const closing = new Closing();
  try {
    return await startParts(options, closing);
  } catch (error) {
    await closing.run();
    throw error;
  }
}

async function startParts(options: HostOptions, closing: Closing): Promise<Host> {
  const { host, dataFolder, print, retryDelaysMs } = options;
  // The port comes first, as it is the most likely to fail; it answers 503 until everything behind it is up.
  let answer: (request: ReceivedRequest) => Promise<Answer> = async () =>
    gatewayAnswer(503, 'Service Unavailable', { 'retry-after': '1' });
  let takeUpgrade = refusingUpgrades(503);
  const server = gatewayServer((request) => answer(request), print);
  server.on('upgrade', (request, socket, head) => takeUpgrade(request, socket, head));
  const port = await listen(server, host, options.port);
  closing.add(() => drain(server));

  // Another host on the same data must be detected before its assembly is replaced.
  const folder = dataFolder === undefined ? undefined : openDataFolder(dataFolder);
  if (folder !== undefined) closing.add(() => folder.release());
  if (dataFolder !== undefined) await clearClaim(databaseFile(dataFolder));
  const [assemblyFolder, consoleFolder] = await Promise.all([options.assembly(), options.console?.()]);
  const runtime = await startRuntime({ ...options, assemblyFolder }, closing);
  const { stack, functions, queues, identity, engine } = runtime;
  folder?.settle();
  const sendToQueue = (arn: string, body: string) => queues.sendTo(arn, body);
  const invocations = new Invocations({ functions, sendToQueue, retryDelaysMs, print });
  const invokeUnwaited = (arn: string, event: unknown) => {
    invocations.invokeAsynchronously(arn, event).catch((error: unknown) => print(`${arn}: ${error}`));
  };
  runtime.invokeWith(invokeUnwaited);
  const sources = new EventSources({
    stack,
    functions,
    sendToQueue,
    retryDelaysMs,
    print,
    dataFolder,
    endpoint: engine.endpoint,
  });

  const delivery = deliveryOf(stack.topicRules, { invocations, streams: sources.streams });
  const broker = delivery && (await startFeed(delivery, options, identity, closing));
  const live = await startLiveEvents(stack, functions, print);
  if (broker !== undefined || live !== undefined) {
    runtime.publishWith(async (topic, payload) => {
      await broker?.publish(topic, payload);
      live?.publish(topic, payload);
    });
  }
  closing.add(() => invocations.stop());
  closing.add(() => sources.stop());
  await sources.follow();
  if (engine.upkeep !== undefined) {
    const tables = stack.tables.map(({ name }) => ({ name, position: () => sources.positionIn(name) }));
    closing.add(keepTrimmed(engine.upkeep, tables, print));
  }

  closing.add(
    startClock(stack.schedules, (arn, event) => {
      invocations.invokeAsynchronously(arn, event).catch((error: unknown) => print(`clock: ${error}`));
    }),
  );
  const { api } = stack;
  let market: SteeredMarket | undefined;
  if (api !== undefined) {
    const gateway = new Gateway({
      api,
      invoke: (arn, event) => functions.invoke(arn, event),
      keysOf: (issuer) => (issuer === identity?.issuer ? identity.jwks() : { keys: [] }),
    });
    const ofApi = (request: ReceivedRequest) => gateway.answer(request);
    const authorize = (request: ReceivedRequest) => gateway.authorization(request);
    answer =
      consoleFolder === undefined
        ? ofApi
        : siteOf({ api: ofApi, authorize, stack, consoleFolder, market: () => market });
  }
  takeUpgrade = live?.takeUpgrade ?? refusingUpgrades(404);
  // Requests in progress are answered before anything they need is stopped.
  closing.add(() => drain(server));
  closing.add(() => live?.stop());
  return {
    ...runtime,
    url: `http://${reachable(host)}:${port}`,
    broker,
    topicFilter: delivery?.topicFilter,
    steer(given) {
      market = given;
    },
    stop: () => closing.run(),
  };
}

async function startFeed(
  delivery: Delivery,
  { broker: choice, host, dataFolder, print }: HostOptions,
  identity: IdentityProvider | undefined,
  closing: Closing,
) {
  const common = { ...delivery, log: print };
  if (choice.kind === 'embedded' && choice.username === undefined && !isLoopback(host)) {
    throw new Refusal(
      `--host ${host} exposes the MQTT broker: set publisher credentials with --mqtt-username and --mqtt-password.`,
    );
  }
  const broker = await startBroker(
    choice.kind === 'embedded'
      ? {
          ...choice,
          ...common,
          host,
          sessionsFile: dataFolder && path.join(dataFolder, 'mqtt-sessions.db'),
          userOf: (token: string) => userOf(identity, token),
        }
      : { ...choice, ...common },
  ).catch((error: Error) => {
    throw new Refusal(error.message, { cause: error });
  });
  closing.add(() => broker.stop());
  return broker;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** The user id of an access token, according to the user pool. */
async function userOf(
  identity: IdentityProvider | undefined,
  accessToken: string,
): Promise<string | undefined> {
  const answer = await identity?.handle('GetUser', { AccessToken: accessToken });
  const user = OwnUser.safeParse(answer?.body);
  return user.data?.UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
}

const OwnUser = z.object({ UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })) });

const DRAIN_LIMIT_MS = 5000;

async function drain(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
  await closed;
  clearTimeout(impatience);
}
