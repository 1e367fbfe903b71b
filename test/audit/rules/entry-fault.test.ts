import { entryFault, listingFault } from '../../../functions/audit/rules/entry-fault';
import type { EntryId, UserId } from '../../../functions/domain/ids';
import type { EntryType, LedgerEntry } from '../../../functions/domain/ledger';
import { quantity } from '../../../functions/domain/money';
import { anOrderId, CIB, NOON, units } from '../../../testing/builders';

const id = '01KE7000000000000000000000' as EntryId;

function anEntry(type: EntryType, amount: number | string, shares?: number): LedgerEntry {
  const entry = { id, type, userId: 'ann' as UserId, money: units(amount), at: NOON };
  if (shares === undefined) return entry;
  const tick = { price: units(10), quotedAt: NOON, availability: quantity(100) };
  const stock = { stockId: CIB, stockName: 'CIB', orderId: anOrderId() };
  // A fill of no shares is exactly what the rule is there to find.
  return { ...entry, trade: { ...stock, ...tick, shares: shares as ReturnType<typeof quantity> } };
}

test.each<[EntryType, number, number | undefined]>([
  ['deposit', 5, undefined],
  ['withdrawal', -5, undefined],
  ['buy', -30, 3],
  ['sell', 30, 3],
])('a %s that moves %d is sound', (type, amount, shares) => {
  expect(entryFault(anEntry(type, amount, shares))).toBeUndefined();
});

test.each<[string, EntryType, number | string, number | undefined]>([
  ['is a deposit of -5', 'deposit', -5, undefined],
  ['is a deposit of 0', 'deposit', 0, undefined],
  ['is a withdrawal of 5', 'withdrawal', 5, undefined],
  ['is a buy without a trade', 'buy', -30, undefined],
  ['is a sell without a trade', 'sell', 30, undefined],
  ['is a buy of 0 shares', 'buy', 0, 0],
  ['is a sell of -3 shares', 'sell', -30, -3],
  ['moves 30, but its trade is worth 30', 'buy', 30, 3],
  ['moves -30, but its trade is worth 30', 'sell', -30, 3],
  ['moves -29.9999, but its trade is worth 30', 'buy', '-29.9999', 3],
])('an entry that %s breaks promise 3', (fault, type, amount, shares) => {
  expect(entryFault(anEntry(type, amount, shares))).toMatchObject({
    promise: 3,
    what: `The ledger entry ${id} ${fault}.`,
  });
});

test('a fill its stock doesn’t list breaks promise 5', () => {
  const fill = anEntry('buy', -30, 3);
  expect(listingFault(fill, true)).toBeUndefined();
  expect(listingFault(fill, false)).toMatchObject({
    promise: 5,
    what: `The fill ${id} is not listed under its stock.`,
  });
});
