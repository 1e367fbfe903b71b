import fc from 'fast-check';
import { after } from '../../functions/domain/instant';
import type { Money, Quantity } from '../../functions/domain/money';
import { filledQuantity, hasExpired, holdOf, isOpen, type Order } from '../../functions/domain/order';
import { isRejection } from '../../functions/domain/rejection';
import type { IncomingTick } from '../../functions/domain/tick';
import { anyMagnitude, anyQuantity, userNamed } from '../../testing/arbitraries';
import { aRequest, aTick, CIB, NOON, units } from '../../testing/builders';
import { NaiveBook } from '../../testing/naive-book';
import { anyTerms, naiveOf, ROUND_PRICES } from '../../testing/orders';
import { PureMarket, sharesOf, sumOf } from '../../testing/pure-market';
import { inFull } from '../../testing/scale';

/** One thing that happens to the market. */
type Step = (market: PureMarket) => void;

const anyUser = fc.constantFrom('ann', 'bob', 'cem').map(userNamed);
const anyPrice = fc.oneof(fc.constantFrom(...ROUND_PRICES), anyMagnitude(10_000_000n));

const anyDeposit: fc.Arbitrary<Step> = fc.record({ user: anyUser, amount: anyMagnitude() }).map(
  ({ user, amount }) =>
    (market) =>
      market.deposit(user, amount),
);
const anyWithdrawal: fc.Arbitrary<Step> = fc.record({ user: anyUser, amount: anyMagnitude() }).map(
  ({ user, amount }) =>
    (market) =>
      void market.withdraw(user, amount),
);
const anyPlacement: fc.Arbitrary<Step> = fc
  .record({
    userId: anyUser,
    terms: anyTerms(['gtc', 'day', 'ioc', 'fok']),
    livesFor: fc.option(fc.integer({ min: 1, max: 200_000_000 }), { nil: undefined, freq: 1 }),
  })
  .map(({ userId, terms, livesFor }) => (market) => {
    const dated =
      livesFor === undefined ? {} : { timeInForce: 'gtd' as const, expiresAt: after(market.now, livesFor) };
    market.place({ ...aRequest(terms.side), ...terms, ...dated, userId });
  });
function tickNow({ now }: PureMarket, price: Money, availability: Quantity): IncomingTick {
  return { stockId: CIB, name: 'CIB', price, availability, timestamp: now, receivedAt: now };
}
/** Some as old as they are new, and some by seconds older than others that came before them. */
const anyTick: fc.Arbitrary<Step> = fc
  .record({
    price: anyPrice,
    availability: anyQuantity(0, 1_500),
    late: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 15_000_000 })),
  })
  .map(({ price, availability, late }) => (market) => {
    const tick = tickNow(market, price, availability);
    market.tick({ ...tick, timestamp: after(tick.timestamp, -late) });
  });
const anyCancellation: fc.Arbitrary<Step> = fc.nat(100).map((pick) => (market) => {
  const orders = [...market.orders.keys()];
  const id = orders[pick % Math.max(orders.length, 1)];
  if (id) market.cancel(id);
});
const anyWait: fc.Arbitrary<Step> = fc
  .integer({ min: 1, max: 100_000_000 })
  .map((microseconds) => (market) => market.wait(microseconds));

const anySteps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: anyDeposit },
    { weight: 1, arbitrary: anyWithdrawal },
    { weight: 6, arbitrary: anyPlacement },
    { weight: 4, arbitrary: anyTick },
    { weight: 2, arbitrary: anyCancellation },
    { weight: 2, arbitrary: anyWait },
  ),
  { maxLength: 80, size: 'max' },
);

/** Runs the steps and looks at the market after each of them. */
function afterEachStep(look: (market: PureMarket) => void): void {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const market = new PureMarket();
      for (const user of ['ann', 'bob', 'cem']) market.deposit(userNamed(user), units(1_000_000));
      for (const step of steps) {
        step(market);
        look(market);
      }
    }),
    { numRuns: inFull(60, 8) },
  );
}

function ownOpen(market: PureMarket, userId: string, side: Order['side']): Order[] {
  return market.openOrders.filter((order) => order.userId === userId && order.side === side);
}

test('nothing falls below zero', () => {
  afterEachStep((market) => {
    for (const { money, shares } of market.purses.values()) {
      expect(money.available >= 0n && money.frozen >= 0n).toBe(true);
      expect(shares.available >= 0 && shares.frozen >= 0).toBe(true);
    }
  });
});

test('accounts and holdings are the sums of their entries', () => {
  afterEachStep((market) => {
    for (const [userId, { money, shares }] of market.purses) {
      const own = market.ledger.filter((entry) => entry.userId === userId);
      expect(money.available + money.frozen).toBe(sumOf(own.map((entry) => entry.money)));
      expect(shares.available + shares.frozen).toBe(own.reduce((sum, entry) => sum + sharesOf(entry), 0));
    }
  });
});

test('what is frozen is what the open orders hold, no more and no less', () => {
  afterEachStep((market) => {
    for (const [userId, { money, shares }] of market.purses) {
      const buys = ownOpen(market, userId, 'buy');
      const held = buys.reduce(
        (sum, { remaining, upperBound = units(0) }) => sum + BigInt(remaining) * upperBound,
        0n,
      );
      expect(money.frozen).toBe(held);
      const offered = ownOpen(market, userId, 'sell').reduce((sum, { remaining }) => sum + remaining, 0);
      expect(shares.frozen).toBe(offered);
    }
  });
});

test('every order’s initial hold equals what was captured, released and remains', () => {
  afterEachStep((market) => {
    for (const order of market.orders.values()) {
      const { initial, captured, released, remaining } = holdOf(order);
      expect(captured + released + remaining).toBe(initial);
      expect(captured >= 0n && released >= 0n && remaining >= 0n).toBe(true);
      if (!isOpen(order)) expect(remaining).toBe(0n);
    }
  });
});

test('every order’s filled shares match its entries and never exceed its total', () => {
  afterEachStep((market) => {
    for (const order of market.orders.values()) {
      const trades = market.ledger.flatMap(({ trade }) => (trade?.orderId === order.id ? [trade] : []));
      expect(filledQuantity(order)).toBe(trades.reduce((sum, { shares }) => sum + shares, 0));
      expect(order.filledValue).toBe(
        trades.reduce((sum, { price, shares }) => sum + price * BigInt(shares), 0n),
      );
      expect(order.remaining).toBeGreaterThanOrEqual(0);
      if (order.status === 'filled') expect(order.remaining).toBe(0);
      if (order.status === 'new' || order.status === 'rejected') expect(order.remaining).toBe(order.total);
    }
  });
});

test('every fill is at the price of a tick, within the order’s bounds, and before its expiry', () => {
  afterEachStep((market) => {
    const prices = new Set(market.stock.ticks.map(({ price }) => price));
    for (const { before, price, entry } of market.fills) {
      expect(prices.has(price)).toBe(true);
      const { lower, upper } = naiveOf(before);
      expect(lower <= price && price <= upper).toBe(true);
      expect(hasExpired(before, entry.at)).toBe(false);
    }
  });
});

test('buys filled from one tick never exceed its availability', () => {
  afterEachStep((market) => {
    for (const tick of market.stock.ticks) {
      const bought = market.ledger
        .filter(({ type, trade }) => type === 'buy' && trade?.quotedAt === tick.timestamp)
        .filter(({ trade }) => trade?.price === tick.price && trade.availability === tick.availability)
        .reduce((sum, { trade }) => sum + (trade?.shares ?? 0), 0);
      expect(bought).toBeLessThanOrEqual(tick.availability);
    }
  });
});

test('filled shares are counted as traded against their ticks', () => {
  afterEachStep((market) => {
    const filled = market.fills.reduce((sum, { shares }) => sum + shares, 0);
    expect(market.stock.ticks.reduce((sum, { traded }) => sum + traded, 0)).toBe(filled);
  });
});

test('a tick fills the same orders as the naive book, in the same order and amounts', () => {
  afterEachStep((market) => {
    const naive = new NaiveBook();
    market.wait(1);
    for (const order of market.openOrders) if (!hasExpired(order, market.now)) naive.add(naiveOf(order));
    const next = aTick({ at: market.now, price: 1.5, availability: 700 });
    const filled = market.tick(next).map(({ order, shares }) => ({ id: order.id, shares }));
    expect(filled).toEqual(naive.match(next.price, next.availability));
  });
});

test('the same tick a second time fills nothing', () => {
  fc.assert(
    fc.property(anySteps, anyPrice, anyQuantity(0, 1_500), (steps, price, availability) => {
      const market = new PureMarket();
      market.deposit(userNamed('ann'), units(1_000_000));
      for (const step of steps) step(market);
      market.wait(1);
      const tick = tickNow(market, price, availability);
      market.tick(tick);
      expect(market.tick(tick)).toEqual([]);
    }),
  );
});

test('two buys can’t hold the same money, and two sells can’t hold the same shares', () => {
  const market = new PureMarket();
  const ann = userNamed('ann');
  market.deposit(ann, units(1_000));
  const buy = () => market.place(aRequest('buy', { userId: ann, total: 100, lower: 1, upper: 10 }));
  const sell = () => market.place(aRequest('sell', { userId: ann, total: 60, lower: 20 }));
  expect([isRejection(buy()), buy()]).toEqual([false, { rejected: 'insufficient_funds' }]);
  market.tick(aTick({ price: 10, at: NOON }));
  expect([isRejection(sell()), sell()]).toEqual([false, { rejected: 'insufficient_shares' }]);
});
