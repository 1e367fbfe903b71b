import type { RouteName } from '../../functions/contract/routes';
import type { Store } from '../../functions/storage/table/store';
import { answerOf, type RouteHandler, type TestRequest, type TestResponse, tickEventFor } from '../api';

/** The system's functions, loaded once, so that only calls to the store take time. */
export interface Handlers {
  answer(route: SimulatedRoute, request: TestRequest): Promise<TestResponse>;
  /** Delivers a message as the topic rule does directly. */
  matchTicks(message: unknown, receivedAtMs: number): Promise<unknown>;
  /** Delivers a message as the stream does: in a batch, and here twice in the same one. */
  matchTicksOfStream(message: unknown, receivedAtMs: number): Promise<unknown>;
  expireOrders(): Promise<unknown>;
  /** Makes all of them use this store from now on. */
  useStore(store: Store): void;
}

const ROUTES = [
  'create-user',
  'deposit',
  'withdraw',
  'place-buy',
  'place-sell',
  'cancel-order',
  'cancel-orders',
  'replace-order',
  'list-orders',
  'get-user',
  'get-stock',
] as const satisfies readonly RouteName[];
export type SimulatedRoute = (typeof ROUTES)[number];

/** The functions' environment must be set first. */
export async function loadHandlers(): Promise<Handlers> {
  const routes = new Map<RouteName, RouteHandler>();
  for (const route of ROUTES) routes.set(route, (await import(`../../functions/http/${route}`)).handler);
  const { handler: matchTicks } = await import('../../functions/feed/match-ticks');
  const { handler: expireOrders } = await import('../../functions/jobs/expire-orders');
  const { useStore } = await import('../../functions/environment');
  return {
    useStore,
    expireOrders,
    matchTicks: async (message, receivedAtMs) => await matchTicks(tickEventFor(message, receivedAtMs)),
    async matchTicksOfStream(message, receivedAtMs) {
      const data = Buffer.from(JSON.stringify(tickEventFor(message, receivedAtMs))).toString('base64');
      return await matchTicks({ Records: ['1', '2'].map((number) => recordOf(number, data, receivedAtMs)) });
    },
    async answer(route, request) {
      const handler = routes.get(route);
      if (!handler) throw new Error(`${route} is not simulated`);
      return await answerOf(handler, route, request);
    },
  };
}

function recordOf(sequenceNumber: string, data: string, receivedAtMs: number) {
  const approximateArrivalTimestamp = receivedAtMs / 1_000;
  return {
    kinesis: { sequenceNumber, partitionKey: 'thndr-trading/ticks', data, approximateArrivalTimestamp },
  };
}
