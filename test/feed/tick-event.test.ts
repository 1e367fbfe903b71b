import { toMilliseconds } from '../../functions/domain/instant';
import { parseTickMessage, type TickEvent, tickEvent } from '../../functions/feed/tick-event';
import { at } from '../../testing/arbitraries';
import { CIB, NOON, units } from '../../testing/builders';

const TICK = {
  stock_id: CIB,
  name: 'CIB',
  price: 28,
  availability: 46,
  timestamp: '2019-12-15 14:36:33.462393',
};
const SKEW = 10;
const PARSED = {
  stockId: CIB,
  name: 'CIB',
  price: units(28),
  availability: 46,
  timestamp: at('2019-12-15T14:36:33.462393Z'),
  receivedAt: NOON,
};

function eventOf(payload: string | Uint8Array): TickEvent {
  return {
    payload: Buffer.from(payload).toString('base64'),
    topic: 'thndr-trading',
    received_at_ms: toMilliseconds(NOON),
  };
}

function parsed(message: unknown) {
  return parseTickMessage(eventOf(JSON.stringify(message)), SKEW);
}

test('the event is what the topic rule makes of a message', () => {
  const event = { payload: '', topic: 'thndr-trading/cib', received_at_ms: 1, client_id: 'feed' };
  expect(tickEvent.parse(event)).toEqual(event);
  expect(tickEvent.safeParse({ ...event, client_id: undefined }).success).toBe(true);
  expect(tickEvent.safeParse({ ...event, payload: undefined }).success).toBe(false);
});

test('a message can be one tick', () => {
  expect(parsed(TICK)).toEqual({ ticks: [PARSED], bad: [] });
});

test('a message can be an array of ticks, kept in order', () => {
  const { ticks, bad } = parsed([TICK, { ...TICK, price: 29 }, TICK]);
  expect(ticks.map(({ price }) => price)).toEqual([28, 29, 28].map(units));
  expect(bad).toEqual([]);
});

test('a byte order mark is ignored', () => {
  expect(parseTickMessage(eventOf(`\uFEFF${JSON.stringify(TICK)}`), SKEW).ticks).toEqual([PARSED]);
});

test.each<[string, string | Uint8Array, string]>([
  ['an empty message', '', 'the message is empty'],
  ['white space', ' ', 'the message is not valid JSON in UTF-8'],
  ['text that isn’t JSON', 'tick', 'the message is not valid JSON in UTF-8'],
  ['JSON that is cut off', '{"stock_id":', 'the message is not valid JSON in UTF-8'],
  ['two documents', '{}{}', 'the message is not valid JSON in UTF-8'],
  ['NaN, which isn’t JSON', '{"price":NaN}', 'the message is not valid JSON in UTF-8'],
  ['the byte ff', Uint8Array.of(0xff), 'the message is not valid JSON in UTF-8'],
  [
    'a string that isn’t UTF-8',
    Uint8Array.of(0x22, 0xc3, 0x28, 0x22),
    'the message is not valid JSON in UTF-8',
  ],
  ['endless nesting', '['.repeat(100_000), 'the message is not valid JSON in UTF-8'],
  ['an empty array', '[]', 'the array is empty'],
  [
    'an array that is too long',
    JSON.stringify(Array(501).fill(TICK)),
    'the array has 501 ticks, more than 500',
  ],
])('%s is refused as a whole', (_what, payload, reason) => {
  expect(parseTickMessage(eventOf(payload), SKEW)).toEqual({ ticks: [], bad: [{ reason }] });
});

test('five hundred ticks are not too many', () => {
  expect(parsed(Array(500).fill(TICK)).ticks).toHaveLength(500);
});

test.each<[string, unknown, string]>([
  ['null', null, 'tick: '],
  ['a number', 5, 'tick: '],
  ['a string', 'tick', 'tick: '],
  ['an object without fields', {}, 'stock_id: '],
  ['no price', { ...TICK, price: undefined }, 'price: must be a number or a decimal string'],
  ['a price of null', { ...TICK, price: null }, 'price: must be a number or a decimal string'],
  ['a negative price', { ...TICK, price: -1 }, 'price: must be greater than 0'],
  ['a negative availability', { ...TICK, availability: -5 }, 'availability: must not be negative'],
  ['half a share', { ...TICK, availability: 0.5 }, 'availability: must be a whole number'],
  ['NUL in the name', { ...TICK, name: 'C\0B' }, 'name: must not contain control characters'],
  [
    'an invalid timestamp',
    { ...TICK, timestamp: 'now' },
    'timestamp: must be a timestamp from 1970 to 2254: RFC 3339',
  ],
  ['an invalid id', { ...TICK, stock_id: 'CIB' }, 'stock_id: must be a UUID'],
])('%s is refused with its reason', (_what, message, reason) => {
  const { ticks, bad } = parsed(message);
  expect(ticks).toEqual([]);
  expect(bad).toMatchObject([{ index: undefined, element: JSON.parse(JSON.stringify(message)) }]);
  expect(bad[0]?.reason).toContain(reason);
});

test('everything wrong with a tick is reported at once', () => {
  const { bad } = parsed({ ...TICK, price: -1, availability: -1 });
  expect(bad[0]?.reason).toBe('price: must be greater than 0; availability: must not be negative');
});

test('bad elements are set aside with their index and don’t keep the others from being applied', () => {
  const broken = { ...TICK, price: 'high' };
  expect(parsed([TICK, broken, { ...TICK, price: 29 }, null])).toMatchObject({
    ticks: [PARSED, { ...PARSED, price: units(29) }],
    bad: [
      { index: 1, element: broken, reason: expect.stringContaining('price') },
      { index: 3, element: null },
    ],
  });
});

test('a tick with a duplicate field is refused, whichever value is meant, and the others count', () => {
  const twice = JSON.stringify(TICK).replace('"price":28', '"price":28,"price":29');
  const reason = 'price: must occur only once';
  expect(parseTickMessage(eventOf(twice), SKEW)).toEqual({ ticks: [], bad: [{ reason, text: twice }] });
  expect(parseTickMessage(eventOf(`[${JSON.stringify(TICK)},${twice}]`), SKEW)).toEqual({
    ticks: [PARSED],
    bad: [{ reason, index: 1, text: twice }],
  });
});

test('a field that isn’t read may occur twice', () => {
  const noted = JSON.stringify(TICK).replace('{', '{"note":1,"note":2,"more":{"price":1,"price":2},');
  expect(parseTickMessage(eventOf(noted), SKEW)).toEqual({ ticks: [PARSED], bad: [] });
});

test('an array within the array isn’t a tick', () => {
  expect(parsed([[TICK]])).toMatchObject({ ticks: [], bad: [{ index: 0 }] });
});

test.each([
  ['2026-01-05T12:00:00Z', true],
  ['2026-01-05T12:00:10Z', true],
  ['2026-01-05T12:00:10.000001Z', false],
  ['2026-01-05T12:10:00Z', false],
  ['2200-01-01T00:00:00Z', false],
  ['2026-01-04T12:00:00Z', true],
  ['1970-01-01T00:00:00Z', true],
])('a timestamp of %s is accepted at noon on January 5: %p', (timestamp, isBelieved) => {
  const { ticks, bad } = parsed({ ...TICK, timestamp });
  expect(ticks).toHaveLength(isBelieved ? 1 : 0);
  if (!isBelieved) expect(bad[0]?.reason).toBe('timestamp: is more than 10 s in the future');
});
