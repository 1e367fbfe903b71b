import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startBroker } from '../../local/broker/broker';
import type { Broker } from '../../local/broker/message';
import { startDemoMarket } from '../../market/demo-market';
import { topicPerStock } from '../../market/ticks-topic';
import { wireTick } from '../../market/wire-tick';
import { Inbox } from '../../testing/brokers/messages';
import { aTick } from '../../testing/brokers/ticks';

const root = join(__dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'streamer-'));
let inbox: Inbox;
let broker: Broker;

beforeEach(async () => {
  inbox = new Inbox();
  const address = { kind: 'embedded', host: '127.0.0.1', port: 0 } as const;
  const topicFilter = 'thndr-trading/#';
  broker = await startBroker({ ...address, topicFilter, deliver: inbox.deliver, log: () => undefined });
});
afterEach(() => broker.stop());
afterAll(() => rmSync(directory, { recursive: true }));

function aStreamer(
  ...args: string[]
): ChildProcess & { ended: Promise<{ code: number; out: string; err: string }> } {
  const command = ['--import', 'tsx', join(root, 'local', 'commands', 'stream.ts'), '--broker', broker.url];
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, err]) => ({ code: Number(code), out, err }),
  );
  return Object.assign(child, { ended });
}

test('publishes a made-up market, at once if told to, and says what it sent', async () => {
  const { code, out, err } = await aStreamer('--rate', 'max', '--count', '250', '--batch', '100').ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^250 ticks in 5 messages in \d+\.\d s \([\d,]+ a second\)\n$/);
  const ticks = inbox.payloads.flatMap((payload): unknown[] => JSON.parse(payload));
  expect(ticks).toHaveLength(250);
  for (const tick of ticks) expect(wireTick.safeParse(tick).error).toBeUndefined();
});

test('each stock keeps to one topic, and to one of several connections', async () => {
  const { code, out } = await aStreamer(
    ...['--rate', 'max', '--count', '300', '--stocks', '6', '--connections', '3'],
  ).ended;
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^300 ticks in 300 messages/) });
  const clientsOf = new Map<string, Set<string>>();
  for (const { topic, clientId, payload } of inbox.messages) {
    expect(topic).toBe(`thndr-trading/${wireTick.parse(JSON.parse(payload.toString())).stock_id}`);
    clientsOf.set(topic, (clientsOf.get(topic) ?? new Set()).add(clientId));
  }
  const clients = [...clientsOf.values()].map((ofTopic) => [...ofTopic]);
  expect(clients.map((ofTopic) => ofTopic.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(new Set(clients.flat()).size).toBe(3);
});

test('with --one-topic, publishes everything on one topic', async () => {
  await aStreamer('--rate', 'max', '--count', '20', '--one-topic', '--topic', 'thndr-trading/all').ended;
  expect(new Set(inbox.messages.map(({ topic }) => topic))).toEqual(new Set(['thndr-trading/all']));
});

test('replays a recording tick by tick, in order', async () => {
  const recorded = ['33', '34', '35'].map((second) => aTick({ timestamp: `2019-12-15 14:36:${second}` }));
  const file = join(directory, 'ticks.jsonl');
  writeFileSync(file, recorded.map((tick) => JSON.stringify(tick)).join('\n'));
  const { code, out } = await aStreamer('--file', file, '--speed', '1000').ended;
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^3 ticks in 3 messages/) });
  expect(inbox.payloads.map((payload): unknown => JSON.parse(payload))).toEqual(recorded);
});

test('ends with a summary on Ctrl-C', async () => {
  const streamer = aStreamer('--rate', '500');
  await inbox.hasReceived(20);
  streamer.kill('SIGINT');
  streamer.kill('SIGINT');
  const { code, out, err } = await streamer.ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(new RegExp(`^${inbox.messages.length} ticks in ${inbox.messages.length} messages`));
});

test.each([
  ['a wrong flag', ['--rate', 'fast'], '--rate must be a number above 0, or max\n'],
  ['a file that is not there', ['--file', 'none.csv'], /^cannot read the recording: ENOENT.*none\.csv'\n$/],
])('fails with a one-line error on %s', async (_what, args, why) => {
  const { code, out, err } = await aStreamer(...args).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
});

test('reports and counts lines that the matcher would refuse, sends the others, and fails', async () => {
  const file = join(directory, 'bad.jsonl');
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const lines = [aTick({ timestamp: inAnHour }), aTick(), { price: -1 }, aTick({ name: '' }), aTick()];
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  const { code, out, err } = await aStreamer('--file', file, '--batch', '2').ended;
  expect({ code, out }).toEqual({
    code: 1,
    out: expect.stringMatching(/^2 ticks in 1 messages in .*, 3 lines refused\n$/),
  });
  expect(err.split('\n')).toEqual([
    `${file}:1: timestamp: is more than 10 s in the future`,
    expect.stringContaining(`${file}:3: stock_id: must be a string`),
    `${file}:4: name: must not be empty`,
    '',
  ]);
  expect(inbox.payloads.flatMap((payload): unknown => JSON.parse(payload))).toEqual([aTick(), aTick()]);
});

test('the demo market publishes its five stocks over MQTT until it is stopped', async () => {
  const market = await startDemoMarket({
    brokerUrl: broker.url,
    topicOf: topicPerStock('thndr-trading'),
    seed: 1,
    ticksPerSecond: 1_000,
  });
  await inbox.hasReceived(10);
  await market.stop();
  const ticks = inbox.payloads.slice(0, 10).map((payload) => wireTick.parse(JSON.parse(payload)));
  expect(new Set(ticks.map(({ name }) => name)).size).toBe(5);
  const topics = inbox.messages.slice(0, 10).map(({ topic }) => topic);
  expect(topics).toEqual(ticks.map(({ stock_id }) => `thndr-trading/${stock_id}`));
});
