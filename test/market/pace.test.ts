import { asFastAsAcknowledged, asRecorded, atRate } from '../../market/pace';
import { aTick } from '../../testing/brokers/ticks';

test('at 50 a second, ticks are due 20 ms apart', () => {
  const pace = atRate(50);
  expect([0, 1, 2, 50].map((index) => pace(aTick(), index))).toEqual([0, 20, 40, 1_000]);
});

test('a recording at twice its own pace takes half its time', () => {
  const pace = asRecorded(2);
  const times = ['2019-12-15 14:36:33', '2019-12-15 14:36:33.5', '2019-12-15T14:36:43Z'];
  expect(times.map((timestamp, index) => pace(aTick({ timestamp }), index))).toEqual([0, 250, 5_000]);
});

test("a tick dated before its predecessor is due at once, and doesn't speed up those after it", () => {
  const pace = asRecorded(1);
  const times = ['2019-12-15 14:36:33', '2019-12-15 14:36:35', '2019-12-15 14:36:34', '2019-12-15 14:36:36'];
  expect(times.map((timestamp, index) => pace(aTick({ timestamp }), index))).toEqual([
    0, 2_000, 2_000, 3_000,
  ]);
});

test('at the pace of acknowledgments, everything is due at once', () => {
  expect(asFastAsAcknowledged(aTick(), 1_000_000)).toBe(0);
});
