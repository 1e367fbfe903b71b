import { money } from '../../functions/domain/money';
import { meansOf } from '../../web/pages/ticket/means';
import { EMPTY_TICKET } from '../../web/pages/ticket/ticket-fields';

const STOCK = { stockId: 'cib', price: 10, ask: null };
const feeSchedule = {
  perMillion: 1_000,
  perShare: money(0n),
  minimum: money(20_000n),
  sides: 'both',
} as const;

function userWith(balance: number, frozen = 0) {
  return { balance, frozen, stocks: [] };
}

test.each([
  ['what is not frozen', userWith(150, 50), STOCK, {}, 10],
  ['less than a share', userWith(9.9999), STOCK, {}, 0],
  ['a fee of at least 2', userWith(100), STOCK, { feeSchedule }, 9],
  ['a fee by value', userWith(100_100), STOCK, { feeSchedule }, 10_000],
  ['a hair less than the fee', userWith(100_099.9999), STOCK, { feeSchedule }, 9_999],
])('with %s, the ticket offers what can be held', (_, user, stock, rules, affordable) => {
  const fields = { ...EMPTY_TICKET, limit: '10', shares: '5' };
  expect(meansOf(user, stock, fields, rules).affordable).toBe(affordable);
});

test('a market order’s hold is based on the ask if there is one', () => {
  const fields = { ...EMPTY_TICKET, type: 'market', shares: '5' } as const;
  const rules = { marketCollarPercent: 5 };
  expect(meansOf(userWith(1_000), { ...STOCK, ask: 20 }, fields, rules)).toMatchObject({
    affordable: 47,
    needed: 105,
  });
});
