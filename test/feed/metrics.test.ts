import { METRICS } from '../../functions/contract/metrics';
import type { UserId } from '../../functions/domain/ids';
import { openApi, type TestApi } from '../../testing/api';
import { aUser, buy, CIB } from '../../testing/builders';
import { keepPrintedLines, lastMetrics } from '../../testing/printed-lines';

const printed = keepPrintedLines('match-ticks');
let api: TestApi;
let ann: UserId;
beforeAll(async () => {
  api = await openApi();
  ann = await aUser(api.store, { cash: 1_000 });
});
beforeEach(() => {
  printed.length = 0;
});

const TICK = { stock_id: CIB, name: 'CIB', price: 10, availability: 5 };
const agoMs = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
const OLDER = { ...TICK, availability: 0, timestamp: agoMs(60_000) };
const NEWER = { ...TICK, timestamp: agoMs(2_000) };

test('a message’s metrics count its ticks and say how old the newest was when committed', async () => {
  await api.publish([{ ...OLDER, timestamp: agoMs(30_000) }, NEWER]);
  const metrics = lastMetrics(printed);
  expect(metrics).toMatchObject({ service: 'match-ticks', Ticks: 2, Fills: 0, LateTicks: 0, Duplicates: 0 });
  expect(Number(metrics?.Lag)).toBeGreaterThanOrEqual(2_000);
  expect(Number(metrics?.Lag)).toBeLessThan(20_000);
});

test('late and duplicate ticks are counted separately and have no lag', async () => {
  await api.publish([OLDER, NEWER]);
  expect(lastMetrics(printed)).toMatchObject({ Ticks: 2, LateTicks: 1, TooLateTicks: 1, Duplicates: 1 });
  expect(lastMetrics(printed)).not.toHaveProperty('Lag');
});

test('anything that is not a valid tick is counted among the dead letters', async () => {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  jest.spyOn(SQSClient.prototype, 'send').mockImplementation(async () => ({}));
  await api.publish([{ ...TICK, price: 'dear', timestamp: agoMs(0) }]);
  expect(lastMetrics(printed)).toMatchObject({ DeadLetters: 1 });
});

test('a publisher’s clock that is ahead causes no negative lag', async () => {
  await api.publish({ ...TICK, timestamp: agoMs(-5_000) });
  expect(lastMetrics(printed)).toMatchObject({ Lag: 0 });
});

test('a fill is counted, and logged with the ids of the stock, the user and the order', async () => {
  const { id } = await buy(api.store, ann, { total: 3, upper: 9 });
  await api.publish({ ...TICK, price: 9, timestamp: agoMs(-6_000) });
  expect(lastMetrics(printed)).toMatchObject({ Fills: 1 });
  expect(printed).toContainEqual(
    expect.objectContaining({
      message: 'filled',
      stock_id: CIB,
      fills: [{ user_id: ann, order_id: id, shares: 3 }],
    }),
  );
});

test('the line is in the embedded metric format, under the stage’s namespace, with every unit', async () => {
  await api.publish({ ...TICK, timestamp: agoMs(-7_000) });
  const [directive] = Object(lastMetrics(printed)?._aws).CloudWatchMetrics;
  expect(directive.Namespace).toBe('trading-test');
  expect(directive.Dimensions).toEqual([['service']]);
  for (const { Name, Unit } of directive.Metrics) expect(METRICS).toHaveProperty(Name, Unit);
});
