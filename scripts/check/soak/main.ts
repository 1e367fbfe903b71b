/**
 * `npm run soak -- --minutes 5 --clients 4`: trades against `npm start` over HTTP and MQTT from several client
 * processes for the given time, then audits the result. Exits 1 if a promise is broken or a client got an unexpected
 * response.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startProduct, temporaryFolder } from '../product';
import { progressDisplay } from './progress';
import { type ClientReport, merged, NOTHING_DONE, reportSchema } from './report';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    clients: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const [minutes, clients, seed] = [Number(values.minutes), Number(values.clients), Number(values.seed)];

async function main(): Promise<void> {
  if (!(minutes > 0 && clients >= 1)) throw new Error('--minutes and --clients take numbers greater than 0');
  const data = temporaryFolder();
  const product = await startProduct(data);
  try {
    const endsAtMs = Date.now() + minutes * 60_000;
    const report = await soak(product.url, product.brokerUrl, endsAtMs);
    printReport(report, minutes);
    const isSound = await audit(data);
    await product.stop();
    if (report.unexpected.length > 0 || !isSound) process.exitCode = 1;
  } finally {
    product.destroy();
  }
}

/** Runs the publisher and each trader in separate processes, which are told when to end. */
async function soak(url: string, brokerUrl: string, endsAtMs: number): Promise<ClientReport> {
  const display = progressDisplay(endsAtMs);
  const common = ['--url', url, '--broker', brokerUrl, '--ends-at', String(endsAtMs)];
  const started = Array.from({ length: clients }, (_, number) =>
    startClient('trader', seed + number, common),
  );
  const children = [startClient('publisher', seed, common), ...started];
  const reports = await Promise.all(children.map(reportOf));
  display.end();
  return reports.reduce(merged, NOTHING_DONE);
}

function startClient(
  role: 'trader' | 'publisher',
  seedOfClient: number,
  common: readonly string[],
): ChildProcess {
  const entry = path.join(__dirname, `${role}.ts`);
  return fork(entry, [...common, '--seed', String(seedOfClient)], { execArgv: ['-r', 'tsx/cjs'] });
}

async function reportOf(child: ChildProcess): Promise<ClientReport> {
  return await new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(reportSchema.parse(message)));
    child.once('exit', (code) => reject(new Error(`a client exited with ${code} without a report`)));
  });
}

function printReport({ requests, refused, ticks, unexpected }: ClientReport, duration: number): void {
  const perSecond = (count: number) => `${(count / duration / 60).toFixed(0)} a second`;
  console.log(`${requests} requests, ${perSecond(requests)}; ${refused} of them rightly refused`);
  console.log(`${ticks} ticks, ${perSecond(ticks)}`);
  for (const what of unexpected.slice(0, 20)) console.error(`unexpected: ${what}`);
}

async function audit(data: string): Promise<boolean> {
  const command = path.join(__dirname, '..', '..', '..', 'local', 'commands', 'audit.ts');
  const child = spawn(process.execPath, ['-r', 'tsx/cjs', command, '--data', data], { stdio: 'inherit' });
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
