import fc from 'fast-check';
import type { UserId } from '../../../functions/domain/ids';
import { statisticsOf, TICK_RULES, TICKS_PER_PAGE } from '../../../functions/domain/stock';
import { isSameTick, offerFor, priceFor } from '../../../functions/domain/tick';
import { toLedgerItem } from '../../../functions/storage/items/ledger-entry';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { listLedger } from '../../../functions/storage/queries/list-ledger';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { readStock } from '../../../functions/storage/queries/read-stock';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import {
  accepted,
  aRequest,
  aTick,
  aUser,
  balance,
  buy,
  CIB,
  OPTIONS,
  seconds,
  sell,
  type TickParts,
  tick,
  units,
} from '../../../testing/builders';
import { UNTIRING } from '../../../testing/patience';
import { openTestStore, type TestStore } from '../../../testing/test-store';
import { audited, put } from '../../audit/audited';

let store: TestStore;
let ann: UserId;
let at = 0;

beforeEach(async () => {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 10_000 });
  at = 0;
});

const priced = (parts: TickParts) => tick(store, { ...parts, at: seconds(at++) });
const isSound = async () =>
  expect(await audited(store)).toMatchObject({ violations: [], violationCount: 0, undecidedCount: 0 });

async function fills() {
  const { results } = accepted(await listLedger(store, ann, {}, { limit: 50 }));
  return results.flatMap(({ type, trade }) =>
    trade ? [[type, Number(trade.price) / 10_000, trade.shares]] : [],
  );
}

test('a buy pays the ask and a sell gets the bid, whether resting or just placed', async () => {
  await priced({ price: 20, availability: 0 });
  await buy(store, ann, { total: 10, upper: 11 });
  await priced({ price: 10, ask: 10.5, bid: 9.5, availability: 100 });
  await buy(store, ann, { total: 10, upper: 11 });
  await sell(store, ann, { total: 5, lower: 9 });
  const resting = await sell(store, ann, { total: 5, lower: 12 });
  await priced({ price: 11, ask: 13, bid: 12.5, availability: 0 });
  expect(await readOrder(store, ann, resting.id)).toMatchObject({ status: 'filled' });
  expect((await fills()).reverse()).toEqual([
    ['buy', 10.5, 10],
    ['buy', 10.5, 10],
    ['sell', 9.5, 5],
    ['sell', 12.5, 5],
  ]);
  expect(await balance(store, ann)).toEqual({ available: units(10_000 - 210 + 47.5 + 62.5), frozen: 0n });
  await isSound();
});

test('bounds are checked against what an order would pay or get, not against the price', async () => {
  await priced({ price: 20, availability: 0 });
  const below = await buy(store, ann, { total: 10, upper: 10 });
  await priced({ price: 10, ask: 10.1, availability: 100 });
  expect(await readOrder(store, ann, below.id)).toMatchObject({ status: 'new' });
  await priced({ price: 10.5, ask: 10, bid: 9, availability: 100 });
  expect(await readOrder(store, ann, below.id)).toMatchObject({ status: 'filled' });
  const selling = await sell(store, ann, { total: 10, lower: 10 });
  await priced({ price: 10.5, bid: 9.9, availability: 100 });
  expect(await readOrder(store, ann, selling.id)).toMatchObject({ status: 'new' });
  await isSound();
});

test('second bounds, stops and collars follow the bid and the ask too', async () => {
  await priced({ price: 10, ask: 10.2, bid: 9.8, availability: 0 });
  const banded = await buy(store, ann, { total: 10, lower: 11, upper: 12 });
  const request = { ...aRequest('buy', { userId: ann, total: 10 }), upperBound: undefined };
  const stop = accepted(
    await placeOrder(
      store,
      { ...request, id: aRequest('buy').id, type: 'stop', stopPrice: units(11.5) },
      OPTIONS,
    ),
  );
  const market = accepted(
    await placeOrder(store, { ...request, id: aRequest('buy').id, type: 'market' }, OPTIONS),
  );
  // Five percent above the ask.
  expect(market).toMatchObject({ status: 'new', upperBound: units('10.71') });
  await priced({ price: 10, ask: 11, bid: 9, availability: 100 });
  expect(await readOrder(store, ann, banded.id)).toMatchObject({ status: 'filled', filledValue: units(110) });
  expect(await readOrder(store, ann, stop.id)).toMatchObject({ status: 'new' });
  await priced({ price: 10, ask: 11.5, bid: 9, availability: 100 });
  expect(await readOrder(store, ann, stop.id)).toMatchObject({ status: 'filled', filledValue: units(115) });
  await isSound();
});

test('bid and ask sizes replace the availability, each for its side', async () => {
  await priced({ price: 20, availability: 0 });
  const buying = await buy(store, ann, { total: 100, upper: 10 });
  await priced({ price: 10, ask: 10, askSize: 30, bid: 10, bidSize: 7, availability: 1_000 });
  expect(await readOrder(store, ann, buying.id)).toMatchObject({ remaining: 70 });
  const selling = await sell(store, ann, { total: 20, lower: 12 });
  const delivery = aTick({ price: 12, ask: 13, bid: 12, bidSize: 7, availability: 1_000, at: seconds(100) });
  for (let count = 0; count < 3; count++)
    await matchTicks(store, CIB, [delivery], { ...TICK_RULES, sellLiquidity: 'availability' });
  expect(await readOrder(store, ann, selling.id)).toMatchObject({ remaining: 13 });
  await isSound();
});

test('statistics and candles still follow the price', async () => {
  await priced({ price: 10, ask: 99, bid: 1, availability: 100 });
  const stock = await readStock(store, CIB);
  expect(stock && statisticsOf(stock)).toMatchObject({
    highest: units(10),
    lowest: units(10),
    sum: units(10),
  });
});

test('ticks that differ only in quotes or sizes are distinct, even late or already in a page, and a repeated one counts once', async () => {
  const spread = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => aTick({ ask: 11 + from + index, bid: 9, bidSize: index }));
  for (const one of [...spread(TICKS_PER_PAGE), ...spread(3)]) await matchTicks(store, CIB, [one]);
  await matchTicks(store, CIB, [aTick({ at: seconds(100) })]);
  for (const one of [...spread(2, 100), ...spread(5), ...spread(2, 100)]) await matchTicks(store, CIB, [one]);
  const stock = await readStock(store, CIB);
  expect(stock && statisticsOf(stock)).toMatchObject({ count: TICKS_PER_PAGE + 3 });
});

test('an ask alone leaves sells at the price, and a bid alone leaves buys there', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.boolean(), (price, other, isAsk) => {
      const met = aTick({
        price: price + 1,
        availability: 5,
        ...(isAsk ? { ask: other + 1 } : { bid: other + 1 }),
      });
      expect(priceFor('buy', met)).toBe(units(isAsk ? other + 1 : price + 1));
      expect(priceFor('sell', met)).toBe(units(isAsk ? price + 1 : other + 1));
      expect([offerFor('buy', met), offerFor('sell', met)]).toEqual([5, 5]);
      expect(isSameTick(met, aTick({ price: price + 1, availability: 5 }))).toBe(false);
    }),
  );
});

test('the audit finds a fill from the wrong side', async () => {
  await priced({ price: 20, availability: 0 });
  await buy(store, ann, { total: 10, upper: 11 });
  await priced({ price: 10, ask: 10.5, bid: 9.5, availability: 100 });
  const [item] = accepted(await listLedger(store, ann, { type: 'buy' }, { limit: 1 })).results;
  if (!item?.trade) throw new Error('no fill');
  await put(store, toLedgerItem({ ...item, trade: { ...item.trade, price: units(9.5) } }));
  const { violations } = await audited(store);
  expect(violations.map(({ promise, what }) => [promise, what])).toContainEqual([
    4,
    `The fill ${item.id} is at 9.5, but its tick was at 10.5 for a buy.`,
  ]);
});
