// The stack on this machine: the functions' runtime plus the edges that invoke them, which are the HTTP API, the broker
// with the topic rules, and the clock.
import type { Broker } from './broker/message';
import { startClock } from './clock/clock';
import { Closing } from './closing';
import type { SteeredMarket } from './console/local-market';
import { siteOf } from './console/site';
import { databaseFile, openDataFolder } from './data-folder';
import { EventSources } from './event-sources/event-sources';
import { keepTrimmed } from './event-sources/keep-trimmed';
import { type BrokerChoice, startFeed } from './feed';
import { Invocations } from './functions/invocations';
import type { ReceivedRequest } from './gateway/event';
import { Gateway } from './gateway/gateway';
import type { AnswerRequest } from './gateway/server';
import { answerUnavailable, HttpPort } from './http-port';
import { startLiveEvents } from './live/live-events';
import { refusingUpgrades } from './live/live-socket';
import { reachable } from './ports';
import { type Runtime, type RuntimeOptions, startRuntime } from './runtime';
import { clearClaim } from './table/claim';
import { deliveryOf } from './topic-rules/deliver';

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
  // The port comes first, as it is the most likely to fail.
  const httpPort = new HttpPort(print);
  const port = await httpPort.open(host, options.port);
  closing.add(() => httpPort.drain());

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
      // The console must not wait for a broker that is down.
      live?.publish(topic, payload);
      await broker?.publish(topic, payload);
    });
  }
  closing.add(() => invocations.stop());
  closing.add(() => sources.stop());
  closing.add(() => broker?.leave());
  await sources.follow();
  if (engine.upkeep !== undefined) {
    const tables = stack.tables.map(({ name }) => ({ name, position: () => sources.positionIn(name) }));
    closing.add(keepTrimmed(engine.upkeep, tables, print));
  }

  closing.add(startClock(stack.schedules, invokeUnwaited));
  let market: SteeredMarket | undefined;
  httpPort.serve({
    answer: answerRequests(runtime, consoleFolder, () => market),
    takeUpgrade: live?.takeUpgrade ?? refusingUpgrades(404),
  });
  // Requests in progress are answered before anything they need is stopped.
  closing.add(() => httpPort.drain());
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

/** The API and, if there is one, the console. */
function answerRequests(
  { stack, functions, identity }: Runtime,
  consoleFolder: string | undefined,
  market: () => SteeredMarket | undefined,
): AnswerRequest {
  const { api: declaration } = stack;
  if (declaration === undefined) return answerUnavailable;
  const gateway = new Gateway({
    api: declaration,
    invoke: (arn, event) => functions.invoke(arn, event),
    keysOf: (issuer) => (issuer === identity?.issuer ? identity.jwks() : { keys: [] }),
  });
  const api: AnswerRequest = (request) => gateway.answer(request);
  const authorize = (request: ReceivedRequest) => gateway.authorization(request);
  return consoleFolder === undefined ? api : siteOf({ api, authorize, stack, consoleFolder, market });
}
