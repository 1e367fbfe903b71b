import fc from 'fast-check';
import { tickMessage } from '../../functions/contract/tick';
import { formatInstant } from '../../functions/domain/instant';
import { toJsonNumber } from '../../functions/domain/money';
import { at, marketDay } from '../../testing/arbitraries';
import { CIB, units } from '../../testing/builders';

const TICK = {
  stock_id: CIB,
  name: 'CIB',
  price: 28,
  availability: 46,
  timestamp: '2019-12-15 14:36:33.462393',
};

type Extra = 'sequence' | 'ask' | 'bid' | 'ask_size' | 'bid_size';

function problems(tick: unknown): string[] {
  const { error } = tickMessage.safeParse(tick);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

test("a message in the contract's format is a tick", () => {
  expect(tickMessage.parse(TICK)).toEqual({
    stockId: CIB,
    name: 'CIB',
    price: units(28),
    availability: 46,
    timestamp: at('2019-12-15T14:36:33.462393Z'),
  });
});

test.each<[string, Partial<Record<keyof typeof TICK | Extra, unknown>>, object]>([
  ['a number', { sequence: 0 }, { sequence: 0 }],
  ['a number as large as can be told exactly', { sequence: 2 ** 53 - 1 }, { sequence: 2 ** 53 - 1 }],
  ['no number', { sequence: null }, {}],
  ['an ask and a bid', { ask: '28.01', bid: 27.99 }, { ask: units(28.01), bid: units(27.99) }],
  ['a bid that is the ask', { ask: 28, bid: 28 }, { ask: units(28), bid: units(28) }],
  ['one of them, away from the price', { bid: 99 }, { bid: units(99) }],
  ['their sizes', { ask: 28, ask_size: 0, bid: 27, bid_size: 5 }, { askSize: 0, bidSize: 5 }],
  ['none of them', { ask: null, bid: null, ask_size: null, bid_size: null }, {}],
  ['a price as a decimal string', { price: '28.0001' }, { price: units('28.0001') }],
  ['the lowest price', { price: 0.0001 }, { price: 1n }],
  ['an availability of zero', { availability: 0 }, { availability: 0 }],
  ['an availability of three billion', { availability: 3e9 }, { availability: 3e9 }],
  [
    'a timestamp ending in Z',
    { timestamp: '2019-12-15T14:36:33Z' },
    { timestamp: at('2019-12-15 14:36:33') },
  ],
  ['an id in upper case', { stock_id: CIB.toUpperCase() }, { stockId: CIB }],
  ['white space around the name', { name: ' CIB\n' }, { name: 'CIB' }],
  ['a name of a hundred characters', { name: 'x'.repeat(100) }, { name: 'x'.repeat(100) }],
  ['a name in Arabic', { name: 'البنك التجاري الدولي' }, { name: 'البنك التجاري الدولي' }],
  [
    'a timestamp of nanoseconds',
    { timestamp: '2019-12-15T14:36:33.462393789Z' },
    { timestamp: at('2019-12-15 14:36:33.462393') },
  ],
  ['a leap second', { timestamp: '2016-12-31T23:59:60Z' }, { timestamp: at('2017-01-01T00:00:00Z') }],
  ['a name with a joiner', { name: 'شرکت\u200cها' }, { name: 'شرکت\u200cها' }],
  ['a name with a sign of several', { name: '👩‍💻 & Co' }, { name: '👩‍💻 & Co' }],
  ['a name beyond the basic plane', { name: '📈' }, { name: '📈' }],
])('%s is accepted', (_what, parts, expected) => {
  expect(tickMessage.parse({ ...TICK, ...parts })).toMatchObject(expected);
});

test('an unknown field is dropped without refusing the tick', () => {
  expect(tickMessage.parse({ ...TICK, volume: 5 })).toEqual(tickMessage.parse(TICK));
});

test.each<[string, Partial<Record<keyof typeof TICK | Extra, unknown>>, string]>([
  ['a bid above the ask', { ask: 28, bid: 28.0001 }, 'bid: must not be greater than ask'],
  ['an ask of nothing', { ask: 0 }, 'ask: must be greater than 0'],
  ['a bid too precise', { bid: 1.00001 }, 'bid: must have at most 4 decimals'],
  ['a size without its ask', { bid: 1, ask_size: 5 }, 'ask_size: needs an ask'],
  ['a size without its bid', { ask: 1, bid_size: 5 }, 'bid_size: needs a bid'],
  ['a size below nothing', { ask: 1, ask_size: -1 }, 'ask_size: must not be negative'],
  ['a number with a fraction', { sequence: 1.5 }, 'sequence: must be a whole number'],
  ['a number as text', { sequence: '1' }, 'sequence: must be a whole number'],
  ['a number below zero', { sequence: -1 }, 'sequence: must not be negative'],
  ['a number that can not be told exactly', { sequence: 2 ** 53 }, 'sequence: must be a whole number'],
  ['no id', { stock_id: undefined }, 'stock_id: must be a UUID'],
  ['an id that is a name', { stock_id: 'CIB' }, 'stock_id: must be a UUID'],
  ['an empty name', { name: '' }, 'name: must not be empty'],
  ['a name of spaces', { name: ' \t' }, 'name: must not be empty'],
  ['a name too long', { name: 'x'.repeat(101) }, 'name: must have at most 100 characters'],
  [
    'a name that turns around',
    { name: 'CIB\u202e' },
    'name: must not contain invisible or direction-changing characters',
  ],
  [
    'a name that isolates',
    { name: '\u2066CIB' },
    'name: must not contain invisible or direction-changing characters',
  ],
  [
    'a name that nobody sees',
    { name: '\u3164' },
    'name: must not contain invisible or direction-changing characters',
  ],
  [
    'a name of joiners',
    { name: '\u200d\u200c' },
    'name: must not contain invisible or direction-changing characters',
  ],
  [
    'a name with an invisible character',
    { name: 'CI\u200bB' },
    'name: must not contain invisible or direction-changing characters',
  ],
  [
    'a name of two lines',
    { name: 'CIB\u2028Edita' },
    'name: must not contain invisible or direction-changing characters',
  ],
  ['a name that was lost on its way', { name: 'CI\ufffd' }, 'name: must not contain control characters'],
  ['NUL in the name', { name: 'C\0IB' }, 'name: must not contain control characters'],
  ['a line break in the name', { name: 'C\nIB' }, 'name: must not contain control characters'],
  ['half a surrogate pair in the name', { name: 'CIB \ud800' }, 'name: must not contain control characters'],
  ['a null price', { price: null }, 'price: must be a number or a decimal string'],
  ['no price', { price: undefined }, 'price: must be a number or a decimal string'],
  ['a price in words', { price: 'ten' }, 'price: must be a number or a decimal string'],
  ['a negative price', { price: -0.0001 }, 'price: must be greater than 0'],
  ['a price of zero, which is none', { price: 0 }, 'price: must be greater than 0'],
  ['a price of zero as text', { price: '0.0000' }, 'price: must be greater than 0'],
  ['a price too precise', { price: 0.00001 }, 'price: must have at most 4 decimals'],
  ['a price too large', { price: 1e12 }, 'price: must be at most 100000000000'],
  ['no availability', { availability: undefined }, 'availability: must be a whole number'],
  ['an availability in a string', { availability: '46' }, 'availability: must be a whole number'],
  ['a negative availability', { availability: -5 }, 'availability: must not be negative'],
  ['an availability too large', { availability: 1e11 + 1 }, 'availability: must be at most 100000000000'],
  ['a timestamp in seconds', { timestamp: 1_576_420_593 }, 'timestamp: must be a timestamp'],
  [
    'a timestamp that is none',
    { timestamp: '2019-13-15 14:36:33' },
    'timestamp: must be a timestamp from 1970 to 2254: RFC 3339, or YYYY-MM-DD HH:MM:SS in UTC',
  ],
])('%s is refused', (_what, parts, problem) => {
  expect(problems({ ...TICK, ...parts })).toEqual([problem]);
});

test.each([undefined, null, 5, 'tick', [], [TICK]])('%p is not a tick', (message) => {
  expect(problems(message)).not.toEqual([]);
});

test('any tick written as a message is read back unchanged', () => {
  fc.assert(
    fc.property(marketDay(10), (ticks) => {
      for (const tick of ticks) {
        const { receivedAt: _, ...published } = tick;
        const { stockId: stock_id, name, price, availability, timestamp } = published;
        const written = {
          stock_id,
          name,
          price: toJsonNumber(price),
          availability,
          timestamp: formatInstant(timestamp),
        };
        expect(tickMessage.parse(JSON.parse(JSON.stringify(written)))).toEqual(published);
      }
    }),
  );
});

test('no message makes the schema throw', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      expect(() => tickMessage.safeParse(message)).not.toThrow();
    }),
  );
});
