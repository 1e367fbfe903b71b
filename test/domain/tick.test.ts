import { quantity } from '../../functions/domain/money';
import { distinctTicks, isSameTick, type Tick } from '../../functions/domain/tick';
import { aTick, seconds } from '../../testing/builders';

const tick = aTick({ price: 10, availability: 5 });

test.each<[string, Parameters<typeof aTick>[0], boolean]>([
  ['a redelivery', { price: 10, availability: 5 }, true],
  ['a redelivery that renames the stock', { price: 10, availability: 5, name: 'COMI' }, true],
  ['another price at the same time', { price: 10.0001, availability: 5 }, false],
  ['another availability at the same time', { price: 10, availability: 6 }, false],
  ['a number where there was none', { price: 10, availability: 5, sequence: 0 }, false],
  ['the same price a microsecond later', { price: 10, availability: 5, at: seconds(0.000001) }, false],
])('%s: the same tick is %p', (_what, parts, expected) => {
  expect(isSameTick(tick, aTick({ price: 10, availability: 5, ...parts }))).toBe(expected);
});

test('what was traded against a tick doesn’t make it a different tick', () => {
  const traded: Tick = { ...tick, traded: quantity(3) };
  expect(isSameTick(traded, tick)).toBe(true);
});

test('of repeated ticks the first stays in its place, whatever its name', () => {
  const [a, b] = [aTick({ price: 10 }), aTick({ price: 11 })];
  expect(distinctTicks([a, b, { ...a, name: 'COMI' }, b, a])).toEqual([a, b]);
  expect(distinctTicks([])).toEqual([]);
});

test('ticks that differ in price, availability, time or number all stay', () => {
  const all = [
    {},
    { price: 9 },
    { availability: 1 },
    { at: seconds(1) },
    { sequence: 0 },
    { sequence: 1 },
  ].map((parts) => aTick(parts));
  expect(distinctTicks(all)).toEqual(all);
});
