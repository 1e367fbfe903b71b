import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  AccessDeniedException,
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  type ServiceQuota,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { App } from 'aws-cdk-lib';
import { mockClient } from 'aws-sdk-client-mock';
import { readConfiguration } from '../../lib/configuration';
import { demandsOf } from '../../scripts/operate/preflight/demands';
import { readOptions } from '../../scripts/operate/preflight/options';
import { preflight } from '../../scripts/operate/preflight/preflight';

const quotasMock = mockClient(ServiceQuotasClient);
const lambdaMock = mockClient(LambdaClient);

/** What a young account in a large region has. */
const DEFAULTS: Record<string, ServiceQuota[]> = {
  lambda: [quota('Concurrent executions', 'L-B99A9384', 1_000)],
  apigateway: [
    quota('Throttle rate', 'L-8A5B8E43', 10_000),
    quota('Throttle burst rate', 'L-CDF5615A', 5_000, false),
  ],
  'cognito-idp': [
    quota('Rate of UserAuthentication requests', 'L-026ADBA3', 120),
    quota('Rate of UserCreation requests', 'L-5987B8A0', 50),
    quota('Rate of UserAccountRecovery requests', 'L-AAAAAAAA', 30, false),
  ],
  dynamodb: [
    quota('Table-level read throughput limit', 'L-CF0CBE56', 40_000),
    quota('Table-level write throughput limit', 'L-AB614373', 40_000),
  ],
  iotcore: [
    quota('Inbound publish requests per second per account', 'L-BBBBBBBB', 20_000),
    quota('Rule evaluations per second per AWS account', 'L-5E9B88DA', 20_000),
  ],
  kinesis: [quota('Shards per Region', 'L-CCCCCCCC', 500)],
  ses: [quota('Sending quota', 'L-804C8AE8', 200)],
};

function quota(QuotaName: string, QuotaCode: string, Value: number, Adjustable = true): ServiceQuota {
  return { QuotaName, QuotaCode, Value, Adjustable };
}

let executions: number;
beforeEach(() => {
  executions = 1_000;
  quotasMock.reset();
  lambdaMock.reset();
  lambdaMock
    .on(GetAccountSettingsCommand)
    .callsFake(() => ({ AccountLimit: { ConcurrentExecutions: executions } }));
  quotasMock.on(ListServiceQuotasCommand).resolves({ Quotas: [] });
  // In pages of one, as services with many quotas have several.
  quotasMock.on(ListAWSDefaultServiceQuotasCommand).callsFake(({ ServiceCode, NextToken = '0' }) => {
    const all = DEFAULTS[ServiceCode] ?? [];
    const next = Number(NextToken) + 1;
    return { Quotas: all.slice(next - 1, next), ...(next < all.length && { NextToken: String(next) }) };
  });
});

const configured = (context: Record<string, unknown> = {}) =>
  readConfiguration(
    new App({ context: { stage: 'prod', alarmEmail: 'operator@example.com', ...context } }).node,
  );

async function run(context: Record<string, unknown> = {}, messagesPerSecond?: number) {
  const lines: string[] = [];
  const clients = { serviceQuotas: new ServiceQuotasClient({}), lambda: new LambdaClient({}) };
  const print = (line: string) => lines.push(line);
  const status = await preflight(clients, configured(context), messagesPerSecond, print);
  return { status, text: lines.join('\n'), raised: lines.filter((line) => line.startsWith('RAISE')) };
}

test("a typical account's quotas suffice for prod's defaults", async () => {
  const { status, text, raised } = await run();
  expect([status, raised]).toEqual([0, []]);
  expect(text).toContain('lambda: Concurrent executions: 1,000, 1,000 needed');
  expect(text).toContain("The account's quotas suffice for prod");
  expect(text).toMatch(/note .*50 messages a day.*mailFrom/);
});

test('a new account has too few executions, whatever Service Quotas says, and is told how to get more', async () => {
  executions = 10;
  const { status, raised } = await run();
  expect(status).toBe(1);
  expect(raised).toHaveLength(1);
  expect(raised[0]).toContain('lambda: Concurrent executions: 10, but 1,000 needed');
  expect(raised[0]).toContain('--service-code lambda --quota-code L-B99A9384 --desired-value 1000');
  expect(raised[0]).toContain('set accountConcurrency');
});

test.each<[Record<string, unknown>, string, number]>([
  [{ matcherConcurrency: 800, publisherConcurrency: 200 }, 'lambda: Concurrent executions', 1_100],
  [{ requestBurst: 5_000 }, '', 0],
  [{ credentialRequestsPerSecond: 200 }, 'cognito-idp: Rate of UserAuthentication requests', 200],
  [{ warmReadUnits: 50_000, warmWriteUnits: 4_000 }, 'dynamodb: Table-level read throughput limit', 50_000],
  [{ maxWriteUnits: 80_000 }, 'dynamodb: Table-level write throughput limit', 80_000],
  [{ ingestShards: 600 }, 'kinesis: Shards per Region', 600],
  [{ mailFrom: 'codes@example.com' }, 'ses: Sending quota', 201],
])('with %j, %s falls short of %i', async (context, name, needed) => {
  const { raised } = await run(context, 1_000);
  if (name === '') return expect(raised).toEqual([]);
  expect(raised).toHaveLength(1);
  expect(raised[0]).toContain(`${name}: `);
  expect(raised[0]).toContain(`${needed.toLocaleString('en')} needed`);
});

test('the busiest second of ticks is checked against two quotas of IoT Core', async () => {
  const { raised } = await run({}, 30_000);
  expect(raised.map((line) => line.split(':')[0])).toEqual(['RAISE   iotcore', 'RAISE   iotcore']);
});

test('quotas that were already raised count', async () => {
  const applied = [quota('Rate of UserAuthentication requests', 'L-026ADBA3', 500)];
  quotasMock.on(ListServiceQuotasCommand, { ServiceCode: 'cognito-idp' }).resolves({ Quotas: applied });
  expect((await run({ credentialRequestsPerSecond: 400 })).status).toBe(0);
});

test("a quota that can't be raised says what to lower instead", async () => {
  quotasMock
    .on(ListServiceQuotasCommand, { ServiceCode: 'cognito-idp' })
    .resolves({ Quotas: [quota('Rate of UserAccountRecovery requests', 'L-AAAAAAAA', 10, false)] });
  const { raised } = await run();
  expect(raised[0]).toContain("It can't be raised: lower signUpRequestsPerSecond.");
});

test("a quota that the account doesn't list must be looked up by hand, and is not a success", async () => {
  quotasMock.on(ListAWSDefaultServiceQuotasCommand, { ServiceCode: 'iotcore' }).resolves({ Quotas: [] });
  const { status, text } = await run();
  expect(status).toBe(2);
  expect(text).toContain('unknown iotcore: Rule evaluations per second per AWS account');
  expect(text).toContain('2 to look up manually');
});

test('more executions than the alarm is set for get a note', async () => {
  executions = 5_000;
  expect((await run()).text).toContain('with accountConcurrency=1000 its alarm goes off early');
});

function named(name: string): Error {
  return Object.assign(new Error('no'), { name });
}

test.each<[string, Error, RegExp]>([
  ['no credentials', named('CredentialsProviderError'), /^No AWS credentials found/],
  ['no region', new Error('Region is missing'), /^No region given/],
  ['wrong credentials', named('UnrecognizedClientException'), /^AWS rejected the credentials/],
  [
    'no permission',
    new AccessDeniedException({ message: 'not authorized', $metadata: {} }),
    /need servicequotas:ListServiceQuotas/,
  ],
])('%s stops it with a clear message', async (_, error, sentence) => {
  quotasMock.on(ListAWSDefaultServiceQuotasCommand).rejects(error);
  await expect(run()).rejects.toThrow(sentence);
});

test('a bug of ours is shown as it is', async () => {
  const fault = new TypeError('x is not a function');
  quotasMock.on(ListAWSDefaultServiceQuotasCommand).rejects(fault);
  await expect(run()).rejects.toThrow(fault);
});

test("the routes that set passwords stay within Cognito's quota, however they are configured", () => {
  for (const signUp of ['open', 'confirmed', 'closed']) {
    const demands = demandsOf(configured({ signUp, signUpRequestsPerSecond: 6 }));
    const recovery = demands.find(({ quota: name }) => name.includes('UserAccountRecovery'));
    expect(recovery?.needed).toBeLessThanOrEqual(30);
  }
});

test.each([
  [['--stage', 'prod'], { context: { stage: 'prod' }, messagesPerSecond: undefined }],
  [
    ['--stage', 'dev', '-c', 'ingestShards=4', '--messages-per-second', '500'],
    { context: { stage: 'dev', ingestShards: '4' }, messagesPerSecond: 500 },
  ],
])('%j is accepted', (args, options) => {
  expect(readOptions(args)).toEqual(options);
});

test.each([
  [[], /Name the stage/],
  [['--stage', 'prod', '-c', 'nonsense'], /expected name=value/],
  [['--stage', 'prod', '--messages-per-second', 'many'], /expected a whole number/],
  [['--moon'], /Unknown option/],
])('%j is refused with a clear message', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});
