import type { UserId } from '../../functions/domain/ids';
import type { TestRequest, TestResponse } from '../api';
import { readCancellations, readOrder, readOrders } from './answers';
import type {
  CancelAllCommand,
  CancelCommand,
  Command,
  LookCommand,
  OrderCommand,
  ReplaceCommand,
  Sending,
  TransferCommand,
  TrespassCommand,
} from './commands';
import { decimalOf } from './decimal';
import type { SimulatedRoute } from './handlers';
import type { Outcome, SeenOrder, Terms } from './journal';
import { mix } from './random';
import { rfc3339 } from './timestamps';
import { send, type World } from './world';

const OPEN = new Set(['new', 'partially_filled']);

/**
 * One lane of one user: sends requests one after another, remembers the orders it placed, and records the responses in
 * the journal. Only the lane that placed an order changes it.
 */
export class Trader {
  private readonly open = new Map<string, SeenOrder>();

  constructor(
    private readonly world: World,
    private readonly userId: UserId,
  ) {}

  async transfer(command: Command & TransferCommand): Promise<void> {
    const route = command.kind;
    const amount = decimalOf(command.units);
    const { response, ...span } = await this.send(command, route, { body: { amount } });
    this.world.journal.transfers.push({
      ...span,
      command: command.id,
      userId: this.userId,
      type: command.kind === 'deposit' ? 'deposit' : 'withdrawal',
      units: BigInt(command.units),
      outcome: this.judge(command, response, ['insufficient_funds']),
    });
  }

  async place(command: Command & OrderCommand): Promise<void> {
    const { journal, clock } = this.world;
    const { kind, total, type, timeInForce, expiresInSeconds } = command;
    const stockId = journal.stocks[command.stock] ?? '';
    const expiresAt = expiresInSeconds === undefined ? undefined : clock.now() + expiresInSeconds * 1_000_000;
    const body = {
      stock_id: stockId,
      total,
      time_in_force: timeInForce,
      // A missing type means limit or exit, depending on the prices.
      ...(type !== 'limit' && type !== 'exit' && { type }),
      ...pricesIn(command),
      ...(expiresAt !== undefined && { expires_at: rfc3339(expiresAt) }),
    };
    const { response, ...span } = await this.send(command, kind === 'buy' ? 'place-buy' : 'place-sell', {
      body,
    });
    const allowed = [
      ...['insufficient_funds', 'insufficient_shares', 'stock_not_found', 'expiry_in_the_past'],
      // A tick of price 0 may be all there is.
      ...(type === 'market' ? ['no_quote'] : []),
    ];
    const outcome = this.judge(command, response, allowed);
    const order = outcome === 'acknowledged' ? this.see(command, span.end, response?.json) : undefined;
    journal.placements.push({
      ...span,
      command: command.id,
      userId: this.userId,
      stockId,
      side: kind,
      type,
      terms: order ? termsOf(order) : { total, ...unitsIn<undefined>(command) },
      timeInForce,
      expiresAt,
      outcome,
      orderId: order?.id,
    });
  }

  async cancel(command: Command & CancelCommand): Promise<void> {
    const orderId = this.choose(command.which);
    if (orderId === undefined) return;
    const { response, ...span } = await this.send(command, 'cancel-order', { path: { order_id: orderId } });
    const outcome = this.judge(command, response, ['order_closed']);
    if (outcome === 'acknowledged') this.see(command, span.end, response?.json);
    if (outcome === 'refused') this.open.delete(orderId);
    this.world.journal.cancellations.push({ ...span, command: command.id, orderId, outcome });
  }

  async replace(command: Command & ReplaceCommand): Promise<void> {
    const orderId = this.choose(command.which);
    const known = orderId === undefined ? undefined : this.open.get(orderId);
    if (orderId === undefined || !known) return;
    const { total } = command;
    const asked = suitable(command, known);
    const prices = pricesIn(asked);
    if (total === undefined && Object.keys(prices).length === 0) return;
    const body = { total, ...prices };
    const { response, ...span } = await this.send(command, 'replace-order', {
      path: { order_id: orderId },
      body,
    });
    const refusals = [
      'order_closed',
      'insufficient_funds',
      'insufficient_shares',
      'invalid_bounds',
      'total_already_filled',
      // Removing a price that is required, or changing one that has already been used.
      ...(Object.values(prices).includes(null) || 'stop' in asked || known.stopLoss !== undefined
        ? ['invalid_request']
        : []),
    ];
    const outcome = this.judge(command, response, refusals);
    const order = outcome === 'acknowledged' ? this.see(command, span.end, response?.json) : undefined;
    this.world.journal.replacements.push({
      ...span,
      command: command.id,
      orderId,
      outcome,
      asked: { total, ...unitsIn(asked) },
      terms: order && termsOf(order),
    });
  }

  async cancelAll(command: Command & CancelAllCommand): Promise<void> {
    const stockId = command.stock === undefined ? undefined : this.world.journal.stocks[command.stock];
    const query = { query: stockId === undefined ? { all: 'true' } : { stock_id: stockId } };
    const { response, ...span } = await this.send(command, 'cancel-orders', query);
    const outcome = this.judge(command, response, []);
    const answer = outcome === 'acknowledged' ? readCancellations(response?.json) : undefined;
    if (typeof answer === 'string') this.world.journal.anomalies.push(answer);
    else for (const { order } of answer?.results ?? []) this.note(command, span.end, order);
    const isComplete = typeof answer === 'object' && answer.next === null;
    this.world.journal.massCancellations.push({
      ...span,
      command: command.id,
      userId: this.userId,
      stockId,
      outcome,
      isComplete,
    });
  }

  /** Reads the user's own data, which must be consistent. */
  async look(command: Command & LookCommand): Promise<void> {
    const reading = { ...command, isKeyed: false, isTwice: false };
    const orders = await this.send(reading, 'list-orders', { query: { status: 'open', limit: '100' } });
    if (orders.response?.status === 200) {
      const list = readOrders(orders.response.json);
      if (typeof list === 'string') this.world.journal.anomalies.push(list);
      else for (const order of list.results) this.note(command, orders.end, order);
    }
    const stockId = this.world.journal.stocks[command.stock] ?? '';
    await this.send({ ...reading, seed: mix(command.seed, 1) }, 'get-user', {});
    await this.send({ ...reading, seed: mix(command.seed, 2) }, 'get-stock', { path: { stock_id: stockId } });
  }

  /** Tries to withdraw someone else's money, which must be refused before anything is read. */
  async trespass(command: Command & TrespassCommand): Promise<void> {
    const victim = this.world.journal.users[command.victim] ?? '';
    const sending = { ...command, isKeyed: false, isTwice: false };
    const { response } = await this.send(sending, 'withdraw', {
      path: { user_id: victim },
      body: { amount: 1 },
    });
    if (response && response.status !== 403)
      this.world.journal.anomalies.push(
        `command ${command.id} reached into another account: ${response.status}`,
      );
  }

  private async send(command: Command & Sending, route: SimulatedRoute, request: TestRequest) {
    return await send(this.world, command, route, { ...request, as: { userId: this.userId } });
  }

  private choose(which: number): string | undefined {
    const ids = [...this.open.keys()];
    return ids[Math.floor(which * ids.length)];
  }

  private judge(command: Command, response: TestResponse | undefined, refusals: readonly string[]): Outcome {
    if (!response || response.status >= 500) return 'unknown';
    if (response.status < 300) return 'acknowledged';
    const { code } = response.json;
    if (code === 'repeated') return 'unknown';
    if (!refusals.includes(code))
      this.world.journal.anomalies.push(`command ${command.id} (${command.kind}) was refused with ${code}`);
    return 'refused';
  }

  private see(command: Command, step: number, json: unknown): SeenOrder | undefined {
    const order = readOrder(json);
    if (typeof order !== 'string') return this.note(command, step, order);
    this.world.journal.anomalies.push(`command ${command.id} (${command.kind}): ${order}`);
    return undefined;
  }

  private note(command: Command, step: number, order: SeenOrder): SeenOrder {
    this.world.journal.sightings.push({ command: command.id, step, order });
    const isOwn = this.open.has(order.id) || command.kind === 'buy' || command.kind === 'sell';
    if (!OPEN.has(order.status)) this.open.delete(order.id);
    else if (isOwn) this.open.set(order.id, order);
    return order;
  }
}

function termsOf({ total, lower, upper, stop, takeProfit, stopLoss }: SeenOrder): Terms {
  return { total, lower, upper, stop, takeProfit, stopLoss };
}

const FIELDS = {
  lower: 'lower_bound',
  upper: 'upper_bound',
  stop: 'stop_price',
  takeProfit: 'take_profit',
  stopLoss: 'stop_loss',
} as const;
type PriceName = keyof typeof FIELDS;
type Prices = { readonly [Name in PriceName]?: number | null | undefined };

const NAMES: readonly PriceName[] = ['lower', 'upper', 'stop', 'takeProfit', 'stopLoss'];

/** The part of a change that suits the order. */
function suitable(command: Prices, { type, side }: SeenOrder): Prices {
  const bound: PriceName = side === 'buy' ? 'upper' : 'lower';
  const ways = ['takeProfit', 'stopLoss'] as const;
  const used: readonly PriceName[] = {
    limit: ['lower', 'upper'] as const,
    market: [],
    stop: ['stop'] as const,
    stop_limit: ['stop', bound] as const,
    exit: ways,
  }[type];
  const names = side === 'buy' ? [...used, ...ways] : used;
  return Object.fromEntries(
    names.flatMap((name) => (command[name] === undefined ? [] : [[name, command[name]]])),
  );
}

/** The prices as in a request body. */
function pricesIn(prices: Prices): Record<string, string | null> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const units = prices[name];
      return units === undefined ? [] : [[FIELDS[name], units === null ? null : decimalOf(units)]];
    }),
  );
}

function unitsIn<Absent extends null | undefined>({
  lower,
  upper,
  stop,
  takeProfit,
  stopLoss,
}: {
  readonly [Name in PriceName]?: number | Absent | undefined;
}) {
  return {
    lower: asUnits(lower),
    upper: asUnits(upper),
    stop: asUnits(stop),
    takeProfit: asUnits(takeProfit),
    stopLoss: asUnits(stopLoss),
  };
}

function asUnits<Absent extends null | undefined>(units: number | Absent): bigint | Absent {
  return typeof units === 'number' ? BigInt(units) : units;
}
