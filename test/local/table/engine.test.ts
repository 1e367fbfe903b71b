import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { freePort } from '../../../local/ports';
import { startEngine } from '../../../local/table/engine';
import { findEngine } from '../../../local/table/find-engine';
import { answers } from '../../../local/table/readiness';

function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

function newDataFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'engine-')), 'trading.db');
}

const createNotes = new CreateTableCommand({
  TableName: 'notes',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

/** A process of its own that starts an engine and prints the endpoint, so that it can be killed. */
async function engineInAnotherProcess(dataFile?: string) {
  const options = JSON.stringify({ dataFile });
  const program = `require('tsx/cjs'); require('./local/table/engine.ts').startEngine(${options})
    .then(({ endpoint }) => console.log(endpoint))`;
  const owner = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [endpoint] = await once(createInterface(owner.stdout), 'line');
  return { owner, endpoint: String(endpoint) };
}

/** Where the engines of a process have their files. This one may also run the engine that tests share. */
function temporaryFolders(owner: number | undefined): string[] {
  return readdirSync(tmpdir()).filter(
    (name) => name.startsWith('trading-engine-') && name.includes(`-${owner}-`),
  );
}

test('an engine without a file answers at its endpoint, and leaves nothing once stopped', async () => {
  const before = temporaryFolders(process.pid);
  const engine = await startEngine();
  const { TableNames } = await clientOf(engine.endpoint).send(new ListTablesCommand());
  expect(TableNames).toEqual([]);
  expect(temporaryFolders(process.pid)).toHaveLength(before.length + 1);
  await engine.stop();
  expect(await answers(engine.endpoint)).toBe(false);
  expect(temporaryFolders(process.pid)).toEqual(before);
});

test("a killed process's temporary files are deleted when the next one starts", async () => {
  const { owner, endpoint } = await engineInAnotherProcess();
  expect(temporaryFolders(owner.pid)).toHaveLength(1);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  await until(async () => !(await answers(endpoint)));
  const engine = await startEngine();
  expect(temporaryFolders(owner.pid)).toEqual([]);
  await engine.stop();
});

test('data survives a SIGKILL of the owner, whose engine ends with it', async () => {
  const dataFile = newDataFile();
  const { owner, endpoint } = await engineInAnotherProcess(dataFile);
  const client = clientOf(endpoint);
  await client.send(createNotes);
  await client.send(new PutItemCommand({ TableName: 'notes', Item: { PK: { S: 'kept' } } }));
  owner.kill('SIGKILL');
  await until(async () => !(await answers(endpoint)));

  const again = await startEngine({ dataFile });
  const key = { TableName: 'notes', Key: { PK: { S: 'kept' } } };
  expect((await clientOf(again.endpoint).send(new GetItemCommand(key))).Item).toEqual({ PK: { S: 'kept' } });
  await again.stop();
});

test('an engine left over by a crash is ended, and its file taken over', async () => {
  const dataFile = newDataFile();
  const [host, port, program] = ['127.0.0.1', await freePort(), findEngine()];
  const endpoint = `http://${host}:${port}`;
  const leftover = spawn(program.command, program.args({ host, port }, dataFile), {
    detached: true,
    stdio: 'ignore',
  });
  await until(() => answers(endpoint));
  const crashed = spawn('true');
  await once(crashed, 'exit');
  writeFileSync(
    `${dataFile}.engine.json`,
    JSON.stringify({ owner: crashed.pid, group: leftover.pid, endpoint }),
  );

  const ended = once(leftover, 'exit');
  const engine = await startEngine({ dataFile });
  await ended;
  expect(await answers(endpoint)).toBe(false);
  await engine.stop();
});

test("a file on which a living process runs an engine is refused, naming that process's id", async () => {
  const dataFile = newDataFile();
  const engine = await startEngine({ dataFile });
  await expect(startEngine({ dataFile })).rejects.toThrow(`process ${process.pid} runs an engine on it`);
  await engine.stop();
  expect(existsSync(`${dataFile}.engine.json`)).toBe(false);
});

test('a claim whose process id now belongs to something else is ignored', async () => {
  const dataFile = newDataFile();
  const bystander = spawn('sleep', ['60'], { detached: true });
  await once(bystander, 'spawn');
  const claim = { owner: process.pid, group: bystander.pid, port: await freePort() };
  writeFileSync(`${dataFile}.engine.json`, JSON.stringify(claim));
  const engine = await startEngine({ dataFile });
  expect(bystander.exitCode).toBeNull();
  await engine.stop();
  bystander.kill();
});

test('an engine that does not start says why, and on which file', async () => {
  const program = { name: 'broken', command: 'sh', args: () => ['-c', 'echo no such disk >&2; exit 3'] };
  const dataFile = newDataFile();
  await expect(startEngine({ program, dataFile })).rejects.toThrow(
    `The DynamoDB engine broken did not start on ${dataFile}: no such disk`,
  );
});

test("an engine is hidden from web pages, on one of this machine's sixteen million loopback addresses", async () => {
  const [one, two] = [await startEngine(), await startEngine()];
  const hosts = [one, two].map(({ endpoint }) => new URL(endpoint).hostname);
  // Where only one address is loopback, as on a Mac, there is no other.
  if (process.platform === 'linux') {
    expect(new Set([...hosts, '127.0.0.1']).size).toBe(3);
    for (const host of hosts) expect(host).toMatch(/^127\./);
    const { port } = new URL(one.endpoint);
    expect(await answers(`http://127.0.0.1:${port}`)).toBe(false);
  }
  await Promise.all([one.stop(), two.stop()]);
});

test("an engine's files are readable by their owner only", async () => {
  const dataFile = join(mkdtempSync(join(tmpdir(), 'engine-')), 'new', 'trading.db');
  const engine = await startEngine({ dataFile });
  const modes = [dataFile, `${dataFile}.engine.json`].map((file) => statSync(file).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
  expect(statSync(dirname(dataFile)).mode & 0o777).toBe(0o700);
  await engine.stop();
});
