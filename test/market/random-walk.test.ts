import { fromMilliseconds, type Instant, parseInstant } from '../../functions/domain/instant';
import { demoStocks } from '../../market/demo-stocks';
import { randomWalk } from '../../market/random-walk';
import { type WireTick, wireTick } from '../../market/wire-tick';

const frozen = (): Instant => fromMilliseconds(1_700_000_000_000);

function someTicks(
  count: number,
  options: { seed?: number; stocks?: number; now?: () => Instant } = {},
): WireTick[] {
  const { seed = 1, stocks = 5, now } = options;
  const walk = randomWalk({ seed, stocks: demoStocks(stocks), ...(now ? { now } : {}) });
  return Array.from({ length: count }, () => walk.next().value);
}

test('every tick is well formed', () => {
  for (const tick of someTicks(1_000)) expect(wireTick.safeParse(tick).error).toBeUndefined();
});

test('the same seed gives the same market, and another seed a different one', () => {
  expect(someTicks(100, { now: frozen })).toEqual(someTicks(100, { now: frozen }));
  expect(someTicks(100, { now: frozen, seed: 2 })).not.toEqual(someTicks(100, { now: frozen }));
});

test('prices are whole cents, move little from tick to tick, and stay near where they started', () => {
  const [stock] = demoStocks(1);
  const prices = someTicks(20_000, { stocks: 1 }).map(({ price }) => Number(price));
  const before = [(stock?.priceCents ?? 0) / 100, ...prices];
  const moves = prices.map((price, index) => Math.abs(price / (before[index] ?? 0) - 1));
  expect(prices.filter((price) => !Number.isInteger(Math.round(price * 1e6) / 1e4))).toEqual([]);
  expect(Math.max(...moves)).toBeLessThan(0.03);
  expect(Math.min(...prices)).toBeGreaterThan(20);
  expect(Math.max(...prices)).toBeLessThan(40);
});

test('availability lies between 0 and 501 shares, and 0 is rare', () => {
  const availabilities = someTicks(5_000).map(({ availability }) => availability);
  expect(Math.max(...availabilities)).toBeLessThanOrEqual(501);
  expect(availabilities.filter((shares) => shares === 0).length / 5_000).toBeCloseTo(0.03, 1);
});

test("a stock's timestamps rise even while the clock stands still", () => {
  const times = someTicks(50, { stocks: 1, now: frozen }).map(({ timestamp }) =>
    Number(parseInstant(timestamp)),
  );
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(new Set(steps)).toEqual(new Set([1]));
});

test('stocks take turns, the first five by name and further ones by number', () => {
  const names = someTicks(7, { stocks: 6 }).map(({ name }) => name);
  expect(names).toEqual(['CIB', 'Edita', 'Hamada Inc', 'Nile Cement', 'Delta Foods', 'Stock 6', 'CIB']);
  expect(new Set(demoStocks(500).map(({ stockId }) => stockId)).size).toBe(500);
});
