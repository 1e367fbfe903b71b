import fc from 'fast-check';
import { type QuoteEvent, Quotes } from '../../web/live/quotes';

const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

function anEvent(sequence: number, parts: Partial<QuoteEvent> = {}): QuoteEvent {
  return {
    stock_id: STOCK,
    sequence,
    name: 'CIB',
    price: 20 + sequence,
    availability: sequence,
    timestamp: '2026-01-05T12:00:00Z',
    received_at: '2026-01-05T12:00:00Z',
    ...parts,
  };
}

function aSummary(version: number) {
  return {
    stock_id: STOCK,
    name: 'CIB',
    price: 20 + version,
    availability: version,
    timestamp: '2026-01-05T12:00:00Z',
    received_at: '2026-01-05T12:00:00Z',
    highest_price: null,
    lowest_price: null,
    average_price: null,
    ...{ ask: null, bid: null },
    version,
    day: { date: '2026-01-05', open: 20, high: 20 + version, low: 20, volume: 3 },
  };
}

function drawnAtOnce(): Quotes {
  return new Quotes((draw) => draw());
}

test('events around a snapshot, even repeated and reordered, end with the newest', () => {
  const tell = fc.record({
    kind: fc.constantFrom('event', 'answer'),
    version: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(tell, { minLength: 1, maxLength: 30 }), (told) => {
      const quotes = drawnAtOnce();
      for (const { kind, version } of told) {
        if (kind === 'event') quotes.tell(anEvent(version));
        else quotes.answer(aSummary(version));
      }
      const newest = Math.max(...told.map(({ version }) => version));
      expect(quotes.of(STOCK).value).toMatchObject({
        version: newest,
        price: 20 + newest,
        availability: newest,
      });
    }),
    { seed: 1 },
  );
});

test('quotes update the day’s figures, and the first of a new day starts them over', () => {
  const quotes = drawnAtOnce();
  quotes.answer(aSummary(1));
  quotes.tell(anEvent(2, { price: 25 }));
  expect(quotes.of(STOCK).value?.day).toEqual({ date: '2026-01-05', open: 20, high: 25, low: 20, volume: 3 });
  quotes.tell(anEvent(3, { price: 30, timestamp: '2026-01-06T00:00:01Z' }));
  expect(quotes.of(STOCK).value?.day).toEqual({ date: '2026-01-06', open: 30, high: 30, low: 30, volume: 0 });
});

test('a late answer still provides the day’s figures', () => {
  const quotes = drawnAtOnce();
  quotes.tell(anEvent(5, { price: 26 }));
  expect(quotes.of(STOCK).value?.day).toBeNull();
  quotes.answer(aSummary(3));
  expect(quotes.of(STOCK).value).toMatchObject({
    version: 5,
    price: 26,
    day: { open: 20, high: 26, low: 20 },
  });
});

test('however many events arrive between two frames, they are drawn once', () => {
  const frames: (() => void)[] = [];
  const quotes = new Quotes((draw) => frames.push(draw));
  let drawn = 0;
  quotes.of(STOCK).subscribe(() => {
    drawn += 1;
  });
  for (let sequence = 1; sequence <= 100; sequence++) quotes.tell(anEvent(sequence));
  expect(frames).toHaveLength(1);
  expect(quotes.of(STOCK).value).toBeUndefined();
  frames[0]?.();
  expect(quotes.of(STOCK).value?.version).toBe(100);
  // The subscription itself, and the one frame.
  expect(drawn).toBe(2);
});

test('a quote shows which way the price last moved, even while it stays the same', () => {
  const quotes = drawnAtOnce();
  const direction = () => quotes.of(STOCK).value?.direction;
  quotes.tell(anEvent(1, { price: 20 }));
  expect(direction()).toBe(0);
  quotes.tell(anEvent(2, { price: 21 }));
  expect(direction()).toBe(1);
  quotes.tell(anEvent(3, { price: 21 }));
  expect(direction()).toBe(1);
  quotes.tell(anEvent(4, { price: 19 }));
  expect(direction()).toBe(-1);
});
