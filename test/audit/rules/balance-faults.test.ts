import {
  belowZeroFaults,
  type MoneySums,
  moneyFaults,
  type ShareSums,
  shareFaults,
} from '../../../functions/audit/rules/balance-faults';
import type { Account } from '../../../functions/domain/account';
import type { Holding } from '../../../functions/domain/holding';
import type { UserId } from '../../../functions/domain/ids';
import { money, quantity } from '../../../functions/domain/money';
import { CIB, NOON, units } from '../../../testing/builders';

const ann = 'ann' as UserId;
const ACCOUNT = 'USER#ann / ACCOUNT';
const HOLDING = `USER#ann / HOLDING#${CIB}`;

const account: Account = {
  userId: ann,
  username: 'ann',
  email: 'ann@example.com',
  available: units(70),
  frozen: units(30),
  openBuys: 2,
  version: 5,
  createdAt: NOON,
};
const money100: MoneySums = { ledger: units(100), held: units(30), openBuys: 2 };

const holding: Holding = {
  userId: ann,
  stockId: CIB,
  available: quantity(7),
  frozen: quantity(3),
  cost: units(50),
  costExcess: 0n,
  realized: units(7),
  openSells: 1,
};
const shares10: ShareSums = { ledger: 10, held: 3, openSells: 1, cost: units(50), realized: units(7) };
const none: ShareSums = { ledger: 0, held: 0, openSells: 0, cost: 0n, realized: 0n };

test('zero or more is not below zero', () => {
  expect(belowZeroFaults(ACCOUNT, { available: units(0), frozen: units(0) })).toEqual([]);
  expect(belowZeroFaults(HOLDING, { available: quantity(0), frozen: quantity(1) })).toEqual([]);
});

test('money and shares below zero break promise 1, each part separately', () => {
  const owing = { available: money(-1n), frozen: units(-3) };
  expect(belowZeroFaults(ACCOUNT, owing)).toEqual([
    { promise: 1, subject: `${ACCOUNT} available`, what: `${ACCOUNT} has -0.0001 available.` },
    { promise: 1, subject: `${ACCOUNT} frozen`, what: `${ACCOUNT} has -3 frozen.` },
  ]);
  const short = { available: -2 as Holding['available'], frozen: quantity(0) };
  expect(belowZeroFaults(HOLDING, short)).toMatchObject([
    { promise: 1, what: `${HOLDING} has -2 available.` },
  ]);
});

test('an account that is the sum of its ledger and its open buys is sound', () => {
  expect(moneyFaults(ann, account, money100)).toEqual([]);
});

test.each<[number, string, Partial<MoneySums>]>([
  [2, `${ACCOUNT} has 30 frozen, but its open buys hold 29.9999.`, { held: units('29.9999') }],
  [2, `${ACCOUNT} counts 2 open buys, but there are 3.`, { openBuys: 3 }],
  [3, `${ACCOUNT} has 100, but its ledger sums to 101.`, { ledger: units(101) }],
])('promise %i is broken when %s', (promise, what, changed) => {
  const faults = moneyFaults(ann, account, { ...money100, ...changed });
  expect(faults).toEqual([{ promise, subject: expect.stringContaining(ACCOUNT), what }]);
});

test('entries without an account break promise 3', () => {
  expect(moneyFaults(ann, undefined, money100)).toMatchObject([
    { promise: 3, what: 'The user ann has entries but no account.' },
  ]);
});

test('a holding that is the sum of its ledger and its open sells is sound, and so is a missing one', () => {
  expect(shareFaults(ann, CIB, holding, shares10)).toEqual([]);
  expect(shareFaults(ann, CIB, undefined, none)).toEqual([]);
});

test.each<[number, string, Partial<ShareSums>]>([
  [2, `${HOLDING} has 3 shares frozen, but its open sells hold 4.`, { held: 4 }],
  [2, `${HOLDING} counts 1 open sells, but there are 0.`, { openSells: 0 }],
  [3, `${HOLDING} has 10 shares, but its ledger sums to 9.`, { ledger: 9 }],
  [3, `${HOLDING} has a cost of 50, but by its ledger it is 50.0001.`, { cost: units('50.0001') }],
  [3, `${HOLDING} has realized 7, but by its ledger it is -7.`, { realized: units(-7) }],
])('promise %i is broken when %s', (promise, what, changed) => {
  const faults = shareFaults(ann, CIB, holding, { ...shares10, ...changed });
  expect(faults).toEqual([{ promise, subject: expect.stringContaining(HOLDING), what }]);
});

test('a holding isn’t faulted for a cost the ledger can’t show', () => {
  expect(shareFaults(ann, CIB, holding, { ...shares10, cost: undefined })).toEqual([]);
});

test('a missing holding counts as an empty one', () => {
  expect(shareFaults(ann, CIB, undefined, shares10).map(({ what }) => what)).toEqual([
    `${HOLDING} has 0 shares frozen, but its open sells hold 3.`,
    `${HOLDING} counts 0 open sells, but there are 1.`,
    `${HOLDING} has 0 shares, but its ledger sums to 10.`,
    `${HOLDING} has a cost of 0, but by its ledger it is 50.`,
    `${HOLDING} has realized 0, but by its ledger it is 7.`,
  ]);
});
