// Everything the stack's functions need to run: the engine with the tables, the queues, the identity provider, the
// workers, and the endpoint in place of AWS. The edges that invoke the functions are in `host.ts`.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { region } from './assembly/aws-environment';
import { readStack, type StackDeclaration } from './assembly/stack';
import { startAwsEndpoint } from './aws/aws-endpoint';
import type { Closing } from './closing';
import { databaseFile, identityFile } from './data-folder';
import type { LogLevel } from './functions/environment';
import { Functions } from './functions/functions';
import type { PrintLine } from './functions/log';
import { serveDiscovery } from './identity/discovery';
import { type IdentityProvider, openIdentityProvider } from './identity/identity-provider';
import { LocalServices } from './local-services';
import { Queues, queuesTable } from './queues/queues';
import { type Engine, startEngine } from './table/engine';
import { noteAddress } from './table/noted-address';
import { createTables, sweepExpired } from './table/tables';

export interface RuntimeOptions {
  assemblyFolder: string;
  /** The folder for all data; without it everything is in memory. */
  dataFolder?: string | undefined;
  workers: number;
  logLevel: LogLevel;
  print: PrintLine;
}

export interface Runtime {
  stack: StackDeclaration;
  engine: Engine;
  functions: Functions;
  queues: Queues;
  identity?: IdentityProvider | undefined;
  /** Where the user pool publishes its discovery document and keys. */
  discoveryUrl?: string | undefined;
  /** Gives functions a broker to publish events to. */
  publishWith(publish: (topic: string, payload: Buffer) => Promise<void>): void;
  /** Gives functions a way to invoke each other. */
  invokeWith(invoke: (functionArn: string, event: unknown) => void): void;
}

const SWEEP_INTERVAL_MS = 10 * 60_000;

/** Adds everything it starts to `closing` as it goes, so that a start that fails halfway can be undone. */
export async function startRuntime(options: RuntimeOptions, closing: Closing): Promise<Runtime> {
  const { assemblyFolder, dataFolder, workers, logLevel, print } = options;
  const aws = await startAwsEndpoint(print);
  closing.add(() => aws.stop());
  // Before anything else is started or written: a stack that can't run here must leave no trace.
  const stack = readStack(assemblyFolder, aws.url);

  const engine = await startEngine(dataFolder === undefined ? {} : { dataFile: databaseFile(dataFolder) });
  closing.add(() => engine.stop());
  // After the engine, whose claim on the folder proves that no other host uses it.
  if (dataFolder !== undefined) closing.add(noteAddress(dataFolder, aws));
  // The SDK's warning about this machine's Node.js version is for developers, not for whoever runs this.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  closing.add(() => client.destroy());
  await createTables(client, [...stack.tables, queuesTable]);
  keepSwept(client, stack, print, closing);

  const identity = await openIdentity(stack, dataFolder, print);
  closing.add(() => identity?.stop());
  const discovery = identity && (await serveDiscovery(identity));
  closing.add(() => discovery?.stop());
  const endpoints = { dynamoDb: engine.endpoint, aws: aws.url, accessKeyId: aws.accessKeyId };
  const functions = new Functions(stack.functions, { endpoints, workers, logLevel, print });
  closing.add(() => functions.stop());

  const queues = new Queues(stack.queues, client);
  const services = new LocalServices(stack, queues, identity);
  aws.serve(services);
  return {
    stack,
    engine,
    functions,
    queues,
    identity,
    discoveryUrl: discovery?.url,
    publishWith: (publish) => services.publishWith(publish),
    invokeWith: (invoke) => services.invokeWith(invoke),
  };
}

export async function openIdentity(
  { identity }: StackDeclaration,
  dataFolder: string | undefined,
  print: PrintLine = console.error,
): Promise<IdentityProvider | undefined> {
  if (identity === undefined) return undefined;
  return openIdentityProvider({
    ...identity,
    region,
    mail: (to, text) => print(`mail to ${to}: ${text}`),
    dataFile: dataFolder === undefined ? undefined : identityFile(dataFolder),
  });
}

function keepSwept(
  client: DynamoDBClient,
  { tables }: StackDeclaration,
  print: PrintLine,
  closing: Closing,
): void {
  const sweep = () =>
    sweepExpired(client, tables, Math.floor(Date.now() / 1000)).catch((error: unknown) =>
      print(`tables: ${error}`),
    );
  const timer = setInterval(sweep, SWEEP_INTERVAL_MS);
  closing.add(() => clearInterval(timer));
}
