import { readStreamOptions } from '../../market/stream-options';

function read(line: string) {
  return readStreamOptions(line === '' ? [] : line.split(' '));
}

test('without flags, five stocks tick fifty times a second to the broker of npm start', () => {
  expect(read('')).toEqual({
    brokerUrl: 'mqtt://127.0.0.1:1883',
    topic: 'thndr-trading',
    hasOneTopic: false,
    qos: 1,
    batch: 1,
    connections: 1,
    count: undefined,
    maxClockSkewSeconds: 10,
    username: undefined,
    password: undefined,
    source: { kind: 'market', stocks: 5, seed: 1 },
    pace: { kind: 'rate', ticksPerSecond: 50 },
  });
});

test.each([
  ['--rate 2.5', { pace: { kind: 'rate', ticksPerSecond: 2.5 } }],
  ['--rate max', { pace: { kind: 'max' } }],
  ['--stocks 9 --seed 7', { source: { kind: 'market', stocks: 9, seed: 7 } }],
  ['--file a.csv', { source: { kind: 'recording', file: 'a.csv' }, pace: { kind: 'recorded', speed: 1 } }],
  ['--file a.csv --speed 60', { pace: { kind: 'recorded', speed: 60 } }],
  ['--file a.csv --rate 10', { pace: { kind: 'rate', ticksPerSecond: 10 } }],
  ['--count 10 --batch 500 --qos 0', { count: 10, batch: 500, qos: 0 }],
  ['--topic prices --one-topic', { topic: 'prices', hasOneTopic: true }],
  ['--max-clock-skew 60', { maxClockSkewSeconds: 60 }],
  ['--connections 4', { connections: 4 }],
  [
    '--broker mqtts://host:8883 --username u --password p',
    { brokerUrl: 'mqtts://host:8883', username: 'u', password: 'p' },
  ],
])('%s is accepted', (line, expected) => {
  expect(read(line)).toMatchObject(expected);
});

test('--help prints help', () => {
  expect(read('--help')).toBe('help');
});

test.each([
  ['--rate fast', '--rate must be a number above 0, or max'],
  ['--rate 0', '--rate must be a number above 0, or max'],
  ['--batch 501', '--batch must be a whole number from 1 to 500'],
  ['--count 0', '--count must be a whole number from 1 to'],
  ['--stocks 1.5', '--stocks must be a whole number from 1 to 10000'],
  ['--qos 2', '--qos must be 0 or 1'],
  ['--topic thndr-trading/#', '--topic must name one topic, without wildcards'],
  ['--broker localhost', '--broker is not a broker URL'],
  ['--broker http://localhost', '--broker is not a broker URL'],
  ['--max-clock-skew soon', '--max-clock-skew must be a whole number from 0 to 86400'],
  ['--speed 2', '--speed needs --file'],
  ['--file a.csv --speed 2 --rate 5', '--speed cannot be combined with --rate'],
  ['--file a.csv --seed 3', '--file cannot be combined with --stocks or --seed'],
  ['--fast', "Unknown option '--fast'"],
  ['ticks.csv', "Unexpected argument 'ticks.csv'"],
])('%s is refused in one line', (line, why) => {
  expect(() => read(line)).toThrow(why);
});
