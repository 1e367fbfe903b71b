import type { Command, CommandKind, OrderCommand, PublishCommand, Sending, TickParts } from './commands';
import type { OrderType } from './journal';
import type { Profile } from './profile';
import { mix, type Random } from './random';

type Body = Command extends infer Each ? (Each extends Command ? Omit<Each, keyof Placing> : never) : never;
type Placing = Pick<Command, 'id' | 'lane' | 'seed' | 'isSolo'>;

const MIDDLE_PRICE = 100_000;
const PRICE_STEP = 5_003;
const FEED_START = Date.UTC(2026, 0, 5, 9) * 1000;
/** Ticks more than a day ahead of the clock are refused, so the feed slows down before it gets there. */
const FEED_SLOWS_AT = FEED_START + 20 * 3_600_000_000;
const OPENING_CASH = 20_000_000;

const NO_SPREAD = { ask: undefined, bid: undefined, askSize: undefined, bidSize: undefined };

/** Draws the commands of an episode: first some cash and prices, then anything. */
export class Workload {
  private feedTime = FEED_START;
  private readonly recent: TickParts[] = [];
  private units = 0;
  private sequence = 0;
  private count = 0;

  constructor(
    private readonly profile: Profile,
    private readonly random: Random,
    private readonly seed: number,
  ) {}

  commands(count: number): Command[] {
    const { users, stocks } = this.profile;
    const opening: Body[] = [];
    for (let user = 0; user < users; user++)
      opening.push({ kind: 'deposit', user, units: this.uniqueUnits(OPENING_CASH), ...this.sending() });
    for (let stock = 0; stock < stocks; stock++)
      opening.push({ kind: 'publish', ticks: [this.newTick(stock)], isArray: false, badElements: 0 });
    const rest = Array.from({ length: Math.max(0, count - opening.length) }, () => this.any());
    return [...opening, ...rest].map((body) => this.placed(body));
  }

  private placed(body: Body): Command {
    const id = this.count++;
    const { lanesPerUser, feedLanes, soloShare } = this.profile;
    const lane =
      'user' in body
        ? `user ${body.user}, lane ${this.random.between(1, lanesPerUser)}`
        : body.kind === 'publish' || body.kind === 'redeliver'
          ? `feed ${this.random.between(1, feedLanes)}`
          : body.kind;
    return { ...body, id, lane, seed: mix(this.seed, id), isSolo: this.random.chance(soloShare) };
  }

  private any(): Body {
    const { random, profile } = this;
    const kind: CommandKind = random.weighted(profile.weights);
    const user = random.between(0, profile.users - 1);
    const stock = random.between(0, profile.stocks - 1);
    switch (kind) {
      case 'deposit':
        return { kind, user, units: this.uniqueUnits(random.between(1, 2_000_000)), ...this.sending() };
      case 'withdraw':
        return { kind, user, units: this.uniqueUnits(random.between(1, 3_000_000)), ...this.sending() };
      case 'buy':
      case 'sell':
        return this.order(kind, user, stock);
      case 'cancel':
        return { kind, user, which: random.next(), ...this.sending() };
      case 'replace':
        return { kind, user, which: random.next(), ...this.change(), ...this.sending() };
      case 'cancel-all':
        return { kind, user, stock: random.chance(0.5) ? stock : undefined, ...this.sending() };
      case 'publish':
        return this.message(stock);
      case 'redeliver':
        return { kind, which: random.next() };
      case 'jump':
        return { kind, seconds: random.pick([1, 30, 61, 61, 600, 20_000]) };
      case 'sweep':
        return { kind };
      case 'look':
        return { kind, user, stock };
      case 'trespass':
        return { kind, user, victim: (user + 1) % profile.users };
    }
  }

  private sending(): Sending {
    const isKeyed = this.random.chance(this.profile.keyedShare);
    return { isKeyed, isTwice: this.random.chance(0.15) };
  }

  /** No two transfers have the same amount, so each ledger entry identifies its transfer. */
  private uniqueUnits(about: number): number {
    return about - (about % 10_000) + 10_000 + this.units++;
  }

  private price(): number {
    const steps = this.random.between(0, this.profile.prices - 1);
    return MIDDLE_PRICE + steps * PRICE_STEP;
  }

  private order(kind: 'buy' | 'sell', user: number, stock: number): OrderCommand {
    const { random, profile } = this;
    const type = random.weighted({ ...profile.types, exit: kind === 'sell' ? profile.types.exit : 0 });
    const canBeImmediate = type === 'limit' || type === 'market' ? 1 : 0;
    const timeInForce = random.weighted({ gtc: 6, day: 1, gtd: 3, ioc: canBeImmediate, fok: canBeImmediate });
    return {
      kind,
      user,
      stock,
      total: random.between(1, profile.longestOrder),
      type,
      ...this.pricesOf(type, kind),
      timeInForce,
      expiresInSeconds: timeInForce === 'gtd' ? random.pick([1, 20, 59, 700, 90_000]) : undefined,
      ...this.sending(),
    };
  }

  private pricesOf(type: OrderType, kind: 'buy' | 'sell') {
    const [bound, other] = [this.price(), this.price()];
    const [low, high] = [Math.min(bound, other), Math.max(bound, other)];
    const isBracket = kind === 'buy' && this.profile.types.exit > 0 && this.random.chance(0.3);
    const none = {
      ...{ lower: undefined, upper: undefined, stop: undefined },
      ...(isBracket ? this.exit(low, high) : { takeProfit: undefined, stopLoss: undefined }),
    };
    const priority = kind === 'buy' ? { upper: bound } : { lower: bound };
    switch (type) {
      case 'market':
        return none;
      case 'stop':
        return { ...none, stop: this.distant(kind) };
      case 'stop_limit':
        return { ...none, ...priority, stop: this.distant(kind) };
      case 'exit':
        return { ...none, ...this.exit(low, high) };
      case 'limit':
        return this.random.chance(0.3) ? { ...none, lower: low, upper: high } : { ...none, ...priority };
    }
  }

  /** A price that the market has probably not come to yet, so that something waits for it. */
  private distant(kind: 'buy' | 'sell'): number {
    const prices = [this.price(), this.price(), this.price()];
    return kind === 'buy' ? Math.max(...prices) : Math.min(...prices);
  }

  /** Take-profit, stop-loss or both. */
  private exit(low: number, high: number) {
    const ways = low === high ? 'profit' : this.random.weighted({ both: 4, profit: 1, loss: 1 });
    return {
      takeProfit: ways === 'loss' ? undefined : high,
      stopLoss: ways === 'profit' ? undefined : low,
    };
  }

  private change() {
    const { random, profile } = this;
    const maybe = <T>(value: T) => (random.chance(0.5) ? value : undefined);
    const bound = () => (random.chance(0.1) ? null : this.price());
    const change = {
      total: maybe(random.between(1, profile.longestOrder)),
      lower: maybe(bound()),
      upper: maybe(bound()),
      stop: maybe(this.distant(random.chance(0.5) ? 'buy' : 'sell')),
      takeProfit: maybe(bound()),
      stopLoss: maybe(bound()),
    };
    const isEmpty = Object.values(change).every((value) => value === undefined);
    return isEmpty ? { ...change, total: profile.longestOrder } : change;
  }

  private message(stock: number): PublishCommand {
    const { random, profile } = this;
    const isArray = profile.ticksPerMessage > 1 || random.chance(0.1);
    const count = isArray ? random.between(1, profile.ticksPerMessage) : 1;
    const ticks = Array.from({ length: count }, () =>
      this.tick(random.chance(0.8) ? stock : random.between(0, profile.stocks - 1)),
    );
    return {
      kind: 'publish',
      ticks,
      isArray,
      badElements: isArray && random.chance(0.1) ? random.between(1, 2) : 0,
    };
  }

  private tick(stock: number): TickParts {
    const { random, profile, recent } = this;
    if (!random.chance(profile.disorder)) return this.newTick(stock);
    const earlier = recent[Math.floor(random.next() ** 2 * recent.length)];
    if (!earlier) return this.newTick(stock);
    const again = random.weighted({ same: 2, alike: 1, sameTime: 1, late: 3 });
    if (again === 'same') return earlier;
    // Equal except for its sequence, as in feeds whose clocks show whole seconds.
    if (again === 'alike') return this.remember({ ...earlier, sequence: this.sequence++ });
    if (again === 'sameTime') return this.remember({ ...earlier, ...this.offer() });
    const lateness = random.chance(0.6) ? random.between(1, 9_000_000) : random.between(1, 90_000_000);
    return this.remember({ ...earlier, ...this.offer(), at: earlier.at - lateness });
  }

  private newTick(stock: number): TickParts {
    const advance = this.random.pick([1, 1_000, 1_000_000, 1_000_000, 20_000_000, 61_000_000, 900_000_000]);
    this.feedTime += this.feedTime < FEED_SLOWS_AT ? advance : Math.min(advance, 1_000_000);
    return this.remember({ stock, ...this.offer(), at: this.feedTime });
  }

  private offer() {
    const { random, profile } = this;
    const size = () => (random.chance(0.1) ? 0 : random.between(1, profile.availability));
    const offer = { units: this.price(), availability: size() };
    if (!random.chance(profile.spreadShare)) return { ...offer, ...NO_SPREAD };
    // A step wide, one side of it only, or with the price somewhere else.
    const [low, high] = [this.price(), this.price()].sort((a, b) => a - b);
    const [hasAsk, hasBid] = [random.chance(0.8), random.chance(0.8)];
    return {
      ...offer,
      ...NO_SPREAD,
      ...(hasAsk && { ask: high, askSize: random.chance(0.5) ? size() : undefined }),
      ...(hasBid && { bid: low, bidSize: random.chance(0.5) ? size() : undefined }),
    };
  }

  private remember(tick: TickParts): TickParts {
    this.recent.unshift(tick);
    return tick;
  }
}
