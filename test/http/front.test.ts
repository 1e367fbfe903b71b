import { cameThroughEdge, sourceAddress } from '../../functions/http/edge/front';
import { aContext, keptEvent, openApi, type TestApi } from '../../testing/api';

const KEY = 'the-key-of-the-edge';
const requestContext = { http: { sourceIp: '130.176.0.1' } };

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterEach(() => {
  delete process.env.EDGE_KEY;
});

test('without an edge every request counts as coming through it, from the address that the gateway saw', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 10.0.0.1', 'x-front-key': 'whatever' };
  expect(cameThroughEdge({ headers })).toBe(true);
  expect(sourceAddress({ headers, requestContext })).toBe('130.176.0.1');
});

describe('behind an edge', () => {
  beforeEach(() => {
    process.env.EDGE_KEY = KEY;
  });

  test.each([
    {},
    { 'x-front-key': '' },
    { 'x-front-key': 'the-key-of-the-edgy' },
    { 'x-front-key': `${KEY}!` },
  ])('a request with the headers %j bypassed it', (headers) => {
    expect(cameThroughEdge({ headers })).toBe(false);
  });

  test('the address is the one that the edge added, whatever the client claims', () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 130.176.0.1' };
    expect(sourceAddress({ headers, requestContext })).toBe('203.0.113.7');
  });

  test.each(['get-stock', 'sign-in', 'get-docs', 'answer-unrouted'])(
    'a request that bypasses it is refused by %s before anything is read',
    async (name) => {
      const { handler } = await import(`../../functions/http/${name}`);
      const event = name === 'answer-unrouted' ? keptEvent('get-stock') : keptEvent(name);
      const { calls } = await api.store.meter.measure(async () => {
        const answer = await handler(event, aContext(name));
        expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([403, 'forbidden']);
      });
      expect(calls).toBe(0);
      const through = {
        ...event,
        headers: { ...(event as { headers: object }).headers, 'x-front-key': KEY },
      };
      expect((await handler(through, aContext(name))).statusCode).not.toBe(403);
    },
  );
});
