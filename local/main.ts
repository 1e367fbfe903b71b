// `npm start`: synthesizes the CDK app and runs its stack on this machine, with a demo market unless disabled.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printableUrl } from '../market/connection/credentials';
import { startDemoMarket } from '../market/demo-market';
import { demoStocks } from '../market/demo-stocks';
import { topicWithin } from '../market/ticks-topic';
import { buildConsole } from '../web/build';
import { Closing } from './closing';
import { createAdministrator, createDemoUsers, type DemoUser } from './demo/demo-users';
import { welcome } from './demo/welcome';
import type { BrokerChoice } from './feed';
import { type Host, startHost } from './host';
import { type Options, readOptions, usage } from './options';
import { Refusal } from './refusal';
import { synthesize } from './synthesize';

const projectFolder = path.join(__dirname, '..');

/** The API's throttle bounds a bill. There is none here, so it is the most that an AWS account has. */
const WITHOUT_A_BILL = { requestsPerSecond: '10000', requestBurst: '5000' };

const closing = new Closing();

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return console.log(usage);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0));

  const dataFolder = options['in-memory'] ? undefined : path.resolve(options.data);
  const host = await startHost({
    async assembly() {
      const folder = assemblyFolderIn(dataFolder);
      // There is no edge in front of a single machine.
      const { ingest, 'sign-up': signUp } = options;
      await synthesize(projectFolder, folder, {
        ...WITHOUT_A_BILL,
        ...{ edge: 'false', ingest, ...(signUp && { signUp }) },
      });
      return folder;
    },
    console: buildConsole,
    dataFolder,
    host: options.host,
    port: options.port,
    broker: brokerOf(options),
    workers: options.workers,
    logLevel: options['log-level'],
    retryDelaysMs: [options['retry-delay'] * 1000, options['retry-delay'] * 2000],
    print: (line) => console.error(line),
  });
  closing.add(() => host.stop());
  // Without its engine the host can't serve anything correctly, so the process ends too and gets noticed.
  void host.engine.exited.then((lastWords) => end(1, `The DynamoDB engine ended. ${lastWords}`));

  const users = await createUsers(host, options);
  if (!options['no-demo']) await startMarket(host, options);
  const stockId = options['no-demo'] ? undefined : demoStocks(1)[0]?.stockId;
  console.log(`ready ${host.url}`);
  const discoveryUrl = host.discoveryUrl && `${host.discoveryUrl}/.well-known/openid-configuration`;
  const data = dataFolder === undefined ? undefined : options.data;
  const { url, broker, topicFilter } = host;
  const feed =
    broker && topicFilter !== undefined ? { url: printableUrl(broker.url), topicFilter } : undefined;
  console.log(welcome({ url, feed, users, stockId, data, discoveryUrl }));
}

function assemblyFolderIn(dataFolder: string | undefined): string {
  if (dataFolder !== undefined) {
    mkdirSync(dataFolder, { recursive: true });
    return path.join(dataFolder, 'assembly');
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-system-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function brokerOf(options: Options): BrokerChoice {
  const { broker: url, 'mqtt-port': port, 'mqtt-username': username, 'mqtt-password': password } = options;
  const credentials = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  return url === undefined
    ? { kind: 'embedded', port, ...credentials }
    : { kind: 'external', url, ...credentials };
}

/** Without the demo, only an administrator is created, and only if a password is given for it. */
async function createUsers({ stack, identity, url }: Host, options: Options): Promise<DemoUser[]> {
  if (identity === undefined || stack.identity === undefined) return [];
  const { DEMO_PASSWORD: demo, ADMIN_PASSWORD: admin } = process.env;
  const pool = { apiUrl: `${url}/api`, poolId: stack.identity.poolId, identity };
  if (!options['no-demo']) return createDemoUsers({ ...pool, passwords: { demo, admin } });
  return admin ? [await createAdministrator(admin, pool)] : [];
}

async function startMarket(host: Host, options: Options): Promise<void> {
  const { broker, topicFilter } = host;
  if (broker === undefined || topicFilter === undefined) return;
  const market = await startDemoMarket({
    brokerUrl: broker.url,
    topicOf: topicWithin(topicFilter),
    seed: options.seed,
    username: options['mqtt-username'],
    password: options['mqtt-password'],
  });
  host.steer(market);
  closing.add(() => market.stop());
}

let ending = false;

function end(code: number, why?: unknown): void {
  if (ending) return;
  ending = true;
  if (why !== undefined) console.error(why);
  void closing.run().then(() => process.exit(code));
}

main().catch((error: unknown) => {
  end(1, error instanceof Refusal ? error.message : error);
});
