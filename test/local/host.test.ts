import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { databaseFile } from '../../local/data-folder';
import { type Host, type HostOptions, startHost } from '../../local/host';
import { listen } from '../../local/ports';
import { aClient, disconnectAll } from '../../testing/brokers/clients';
import { writeNotesStack } from './support/notes-stack';

const hosts: Host[] = [];
const printed: string[] = [];
afterEach(async () => {
  await disconnectAll();
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  printed.length = 0;
});

async function start(given: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({
    assembly: async () => writeNotesStack(),
    host: '127.0.0.1',
    port: 0,
    broker: { kind: 'embedded', port: 0 },
    workers: 2,
    logLevel: 'WARN',
    retryDelaysMs: [0, 0],
    print: (line) => printed.push(line),
    ...given,
  });
  hosts.push(host);
  return host;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'host-'));
const write = (url: string, name: string, body: string) =>
  fetch(`${url}/notes/${name}`, { method: 'PUT', body });
const read = async (url: string, name: string) => (await fetch(`${url}/notes/${name}`)).text();

test("a request runs its route's function, which finds the template's table", async () => {
  const { url } = await start();
  expect((await write(url, 'first', 'hello')).status).toBe(201);
  expect(await read(url, 'first')).toBe('hello');
});

test('a handler that throws is a 500 and a log line, and the host keeps serving', async () => {
  const { url } = await start();
  expect((await write(url, 'broken', 'x')).status).toBe(500);
  expect(printed.join('\n')).toContain('fixture-Note: Error: no notes of that name');
  expect((await write(url, 'second', 'x')).status).toBe(201);
});

test('a message is acknowledged only after the function has processed it', async () => {
  const { url, broker } = await start();
  const client = await aClient(broker?.url ?? '');
  await client.publishAsync('notes', 'from a publisher', { qos: 1 });
  expect(await read(url, 'notes')).toBe('from a publisher');
});

test("a message whose retries all fail goes to the template's queue, and is acknowledged", async () => {
  const { queues, broker } = await start();
  const client = await aClient(broker?.url ?? '');
  await client.publishAsync('notes/broken', 'x', { qos: 1 });
  const [letter] = (await queues.byName('letters')?.receive(1)) ?? [];
  expect(JSON.parse(letter?.message.body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { topic: 'notes/broken', payload: 'eA==' },
    responsePayload: { errorMessage: 'no notes of that name' },
  });
});

test('data survives a SIGKILL of the host and its engine', async () => {
  const dataFolder = newFolder();
  const assemblyFolder = writeNotesStack();
  const program = join(__dirname, 'support', 'host-process.ts');
  const killed = spawn(process.execPath, ['-r', 'tsx/cjs', program, assemblyFolder, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(killed.stdout), 'line');
  await write(url, 'kept', 'still here');
  const { group } = JSON.parse(readFileSync(join(dataFolder, 'trading.db.engine.json'), 'utf8'));
  process.kill(-group, 'SIGKILL');
  killed.kill('SIGKILL');
  await once(killed, 'close');

  const host = await start({ assembly: async () => assemblyFolder, dataFolder });
  expect(await read(host.url, 'kept')).toBe('still here');
});

test('a taken port is a one-line error before anything else is started', async () => {
  const other = createServer();
  const port = await listen(other, '127.0.0.1', 0);
  const dataFolder = join(newFolder(), 'data');
  await expect(start({ port, dataFolder })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use by another program: choose another with --port.`,
  );
  expect(existsSync(dataFolder)).toBe(false);
  other.close();
});

test('a taken broker port undoes what was started', async () => {
  const other = createServer();
  const port = await listen(other, '127.0.0.1', 0);
  const dataFolder = newFolder();
  await expect(start({ broker: { kind: 'embedded', port }, dataFolder })).rejects.toThrow(String(port));
  expect(existsSync(join(dataFolder, 'trading.db.engine.json'))).toBe(false);
  other.close();
});

test("a stack that can't run here is refused, naming the resource, before anything is written", async () => {
  const assemblyFolder = writeNotesStack({ Bucket: { Type: 'AWS::S3::Bucket' } });
  const dataFolder = join(newFolder(), 'data');
  await expect(start({ assembly: async () => assemblyFolder, dataFolder })).rejects.toThrow(
    'Bucket: resources of type AWS::S3::Bucket are not supported by the local host.',
  );
  expect(existsSync(databaseFile(dataFolder))).toBe(false);
});

test('a second host on the same data is refused, naming the process that uses it', async () => {
  const dataFolder = newFolder();
  await start({ dataFolder });
  const assembly = jest.fn(async () => writeNotesStack());
  await expect(start({ dataFolder, assembly })).rejects.toThrow(
    `process ${process.pid} runs an engine on it`,
  );
  expect(assembly).not.toHaveBeenCalled();
});

test('requests under way are answered before the host stops', async () => {
  const host = await start();
  const answers = ['a', 'b', 'c', 'd'].map((name) => write(host.url, name, name));
  // The first answer shows that the others have been taken in too.
  await answers[0];
  await host.stop();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  await expect(fetch(host.url)).rejects.toThrow();
});
