import { oversoldTickFault, unrecordedTickFault } from '../../../functions/audit/rules/tick-faults';
import { aTick, CIB } from '../../../testing/builders';

const tick = aTick({ price: 10.5, availability: 100 });
const described = 'the tick 2026-01-05T12:00:00Z, 100 shares at 10.5,';

test('fills at an unrecorded tick break promise 4', () => {
  expect(unrecordedTickFault(CIB, tick)).toMatchObject({
    promise: 4,
    what: `There are fills at ${described} of the stock ${CIB}, which is not on record.`,
  });
});

test.each([0, 99, 100])('buys of %i out of 100 shares are within the availability', (bought) => {
  expect(oversoldTickFault(CIB, tick, bought)).toBeUndefined();
});

test('one more share breaks promise 5', () => {
  expect(oversoldTickFault(CIB, tick, 101)).toMatchObject({
    promise: 5,
    what: `Buys took 101 shares from ${described} of the stock ${CIB}.`,
  });
});
