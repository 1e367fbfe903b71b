import fc from 'fast-check';
import type { OrderId, UserId } from '../../../functions/domain/ids';
import { quantity } from '../../../functions/domain/money';
import { isOpen } from '../../../functions/domain/order';
import type { OrderType } from '../../../functions/domain/order-type';
import type { Side } from '../../../functions/domain/side';
import { matchTicks } from '../../../functions/storage/matching/match-ticks';
import { readOrder } from '../../../functions/storage/queries/read-order';
import { cancelOrder } from '../../../functions/storage/transactions/cancel-order';
import { placeOrder } from '../../../functions/storage/transactions/place-order';
import {
  accepted,
  anOrderId,
  aRequest,
  aTick,
  aUser,
  buy,
  CIB,
  OPTIONS,
  type OrderParts,
  seconds,
  tick,
  units,
} from '../../../testing/builders';
import { NaiveMarket, type NaiveRequest, type NaiveState } from '../../../testing/naive-market';
import { UNTIRING } from '../../../testing/patience';
import { inFull } from '../../../testing/scale';
import { openTestStore, type TestStore } from '../../../testing/test-store';

jest.setTimeout(300_000);

const MARKET_PRICE = 15;
const NO_BOUND = units(1_000_000);

type Step =
  | { readonly kind: 'place'; readonly side: Side; readonly parts: OrderParts & { readonly type: OrderType } }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'ticks'; readonly ticks: readonly { price: number; availability: number }[] };

const price = fc.integer({ min: 10, max: 20 });
const total = fc.integer({ min: 1, max: 6 });
const ways = fc
  .record({ one: price, other: price, kept: fc.constantFrom('both', 'profit', 'loss') })
  .map(({ one, other, kept }) => ({
    takeProfit: kept === 'loss' ? undefined : Math.max(one, other) + 1,
    stopLoss: kept === 'profit' ? undefined : Math.min(one, other),
  }));

const anyBuy = fc
  .record({
    type: fc.constantFrom<OrderType>('limit', 'market', 'stop', 'stop_limit'),
    upper: price,
    stop: price,
    total,
    exit: fc.option(ways, { nil: undefined }),
  })
  .map(({ type, upper, stop, total, exit }): Step => {
    const bound = type === 'limit' || type === 'stop_limit' ? { upper } : {};
    const trigger = type === 'stop' || type === 'stop_limit' ? { stop } : {};
    return { kind: 'place', side: 'buy', parts: { type, total, ...bound, ...trigger, ...exit } };
  });
const anySell = fc
  .record({
    type: fc.constantFrom<OrderType>('limit', 'market', 'stop', 'stop_limit', 'exit'),
    lower: price,
    stop: price,
    total,
    exit: ways,
  })
  .map(({ type, lower, stop, total, exit }): Step => {
    const bound = type === 'limit' || type === 'stop_limit' ? { lower } : {};
    const trigger = type === 'stop' || type === 'stop_limit' ? { stop } : {};
    return {
      kind: 'place',
      side: 'sell',
      parts: { type, total, ...bound, ...trigger, ...(type === 'exit' && exit) },
    };
  });
const anyTicks = fc
  .array(fc.record({ price, availability: fc.integer({ min: 0, max: 8 }) }), { minLength: 1, maxLength: 4 })
  .map((ticks): Step => ({ kind: 'ticks', ticks }));
const anyCancel = fc.nat({ max: 50 }).map((which): Step => ({ kind: 'cancel', which }));
const anyStep = fc.oneof(
  { weight: 4, arbitrary: anyBuy },
  { weight: 3, arbitrary: anySell },
  { weight: 4, arbitrary: anyTicks },
  { weight: 1, arbitrary: anyCancel },
);

let store: TestStore;
let ann: UserId;
let second: number;

/** Plenty of money, and of shares that no order here has bought. */
async function open(): Promise<NaiveMarket> {
  store = await openTestStore({ retry: UNTIRING });
  ann = await aUser(store, { cash: 1_000_000 });
  await tick(store, { price: MARKET_PRICE, availability: 1_000 });
  await buy(store, ann, { total: 1_000, upper: MARKET_PRICE });
  second = 1;
  const market = new NaiveMarket();
  market.tick(units(MARKET_PRICE), 0);
  return market;
}

async function perform(step: Step, market: NaiveMarket, placed: OrderId[], last: number): Promise<number> {
  if (step.kind === 'place') {
    const id = anOrderId();
    const request = aRequest(step.side, { ...step.parts, userId: ann, id });
    accepted(await placeOrder(store, request, OPTIONS));
    placed.push(id);
    market.place(id, naiveOf(step, last));
    return last;
  }
  if (step.kind === 'cancel') {
    const orderId = placed[step.which % Math.max(1, placed.length)];
    if (orderId === undefined) return last;
    await cancelOrder(store, { userId: ann, orderId, status: 'canceled', reason: 'test' });
    market.cancel(orderId);
    return last;
  }
  await matchTicks(
    store,
    CIB,
    step.ticks.map((each) => aTick({ ...each, at: seconds(second++) })),
  );
  for (const each of step.ticks) market.tick(units(each.price), each.availability);
  return step.ticks.at(-1)?.price ?? last;
}

/** @param last the price that a market order goes by */
function naiveOf({ side, parts }: Extract<Step, { kind: 'place' }>, last: number): NaiveRequest {
  const { type, total = 0, lower = 0, upper, stop, takeProfit, stopLoss } = parts;
  const inUnits = (amount: number | undefined) => (amount === undefined ? undefined : units(amount));
  const collared = type === 'market' ? (units(last) * 105n) / 100n : ((inUnits(stop) ?? 0n) * 105n) / 100n;
  const bound = side === 'buy' ? (inUnits(upper) ?? collared) : NO_BOUND;
  const exit = { stop: inUnits(stopLoss), profit: inUnits(takeProfit) };
  const hasExit = (takeProfit ?? stopLoss) !== undefined;
  const base = { side, shares: total, lower: units(lower), upper: bound };
  if (side === 'buy') return { ...base, stop: inUnits(stop), exit: hasExit ? exit : undefined };
  return hasExit ? { ...base, ...exit } : { ...base, stop: inUnits(stop) };
}

/** What became of each order, and of what buys have left behind. */
async function statesOf(placed: readonly OrderId[]): Promise<Map<string, NaiveState>> {
  const states = new Map<string, NaiveState>();
  for (const id of placed) {
    const order = await readOrder(store, ann, id);
    const exit = order?.exitOrderId && (await readOrder(store, ann, order.exitOrderId));
    for (const [name, each] of [[id, order] as const, [`exit of ${id}`, exit] as const]) {
      if (!each) continue;
      const left = isOpen(each) ? each.remaining : quantity(0);
      states.set(name, { left, paid: each.filledValue, isTriggered: each.triggeredAt !== undefined });
    }
  }
  return states;
}

test('orders of all types are filled and triggered as in a naive market that checks every order at every tick', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25, size: 'max' }), async (steps) => {
      const market = await open();
      const placed: OrderId[] = [];
      let last = MARKET_PRICE;
      for (const step of steps) last = await perform(step, market, placed, last);
      expect(sorted(await statesOf(placed))).toEqual(sorted(market.states()));
    }),
    { seed: 20_261_126, numRuns: inFull(100, 10) },
  );
});

function sorted(states: Map<string, NaiveState>) {
  return [...states].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
