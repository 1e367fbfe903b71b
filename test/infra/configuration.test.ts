import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration';
import { SynthRefused } from '../../lib/synth-refused';
import { OPERATOR } from '../../testing/synthesize';

const read = (context: Record<string, unknown> = {}) => readConfiguration(new App({ context }).node);

test('nothing needs to be set', () => {
  expect(read()).toEqual({
    stage: 'dev',
    ticksTopic: 'thndr-trading/#',
    ingest: 'direct',
    ingestShards: '',
    marketHours: 'MON-SUN 0-24',
    quoteMaxAgeSeconds: 60,
    lateTickSeconds: 10,
    maxClockSkewSeconds: 10,
    sellLiquidity: 'unlimited',
    ...{ feeBasisPoints: '0', feePerShare: '0', feeMinimum: '0', feeSides: 'both' },
    marketCollarPercent: 5,
    tickRetentionDays: '',
    logRetentionDays: 14,
    maxOpenOrders: 1000,
    maxBoundedOrders: 250,
    removalPolicy: 'destroy',
    requestsPerSecond: 1000,
    requestBurst: 2000,
    credentialRequestsPerSecond: 50,
    credentialRequestBurst: 100,
    signUpRequestsPerSecond: 5,
    signUp: 'open',
    edge: false,
    region: '',
    requestsPerAddress: 6000,
    credentialRequestsPerAddress: 100,
    docs: true,
    corsOrigins: [],
    minimumPasswordLength: 8,
    accessTokenMinutes: 60,
    refreshTokenDays: 30,
    console: false,
    publishTicks: true,
    threatProtection: false,
    quoteEvents: true,
    quoteEventSeconds: 0,
    matcherConcurrency: '',
    publisherConcurrency: '',
    accountConcurrency: 1000,
    warmReadUnits: '',
    warmWriteUnits: '',
    maxReadUnits: '',
    maxWriteUnits: '',
    terminationProtection: false,
    alarms: false,
    monthlyBudget: '',
  });
});

test('prod retains its data and logs, keeps ticks in order, has an edge and has alarms', () => {
  expect(read({ stage: 'prod', alarmEmail: OPERATOR })).toMatchObject({
    removalPolicy: 'retain',
    logRetentionDays: 365,
    ingest: 'kinesis',
    edge: true,
    terminationProtection: true,
    alarms: true,
  });
});

test('values from the command line, which are strings, are parsed', () => {
  expect(
    read({
      quoteMaxAgeSeconds: '5',
      marketCollarPercent: '2.55',
      tickRetentionDays: '30',
      alarms: 'false',
      stage: 'prod',
    }),
  ).toMatchObject({ quoteMaxAgeSeconds: 5, marketCollarPercent: 2.55, tickRetentionDays: 30, alarms: false });
});

test.each([
  [{ stage: 'staging' }, 'The context value "stage" is "staging": expected dev or prod.'],
  [{ ingest: 'sqs' }, 'The context value "ingest" is "sqs": expected direct or kinesis.'],
  [
    { quoteMaxAgeSeconds: 'soon' },
    'The context value "quoteMaxAgeSeconds" is "soon": expected a whole number from 1 to 86400.',
  ],
  [
    { marketCollarPercent: '0.125' },
    'The context value "marketCollarPercent" is "0.125": expected a percentage from 0 to 100 with at most 2 decimals.',
  ],
  [
    { requestsPerSecond: '1.5' },
    'The context value "requestsPerSecond" is "1.5": expected a whole number from 1 to 10000.',
  ],
  [
    { tickRetentionDays: '0' },
    'The context value "tickRetentionDays" is "0": expected a whole number from 1 to 36500.',
  ],
  [
    { ticksTopic: "a' OR 'b" },
    'The context value "ticksTopic" is "a\' OR \'b": expected an MQTT topic filter such as thndr-trading/#.',
  ],
  [
    { ticksTopic: '$aws/events/#' },
    'The context value "ticksTopic" is "$aws/events/#": expected an MQTT topic filter such as thndr-trading/#.',
  ],
  [{ alarms: 'yes' }, 'The context value "alarms" is "yes": expected true or false.'],
  [
    { stage: 'prod' },
    'The context value "alarmEmail" is required in prod: alarms must notify someone. To omit it, set "alarms=false".',
  ],
  [{ region: 'Cairo' }, 'The context value "region" is "Cairo": expected a region such as eu-south-1.'],
  [{ signUp: 'maybe' }, 'The context value "signUp" is "maybe": expected open, confirmed or closed.'],
  [
    { monthlyBudget: '100' },
    'The context value "monthlyBudget" requires "alarmEmail": someone has to be notified.',
  ],
  [{ ingestShards: '4' }, 'The context value "ingestShards" takes effect only when "ingest" is kinesis.'],
  [
    { warmWriteUnits: '8000' },
    'The context values "warmReadUnits" and "warmWriteUnits" must be given together.',
  ],
  [
    { signUpRequestsPerSecond: '7' },
    'The context value "signUpRequestsPerSecond" is "7": expected a whole number from 1 to 6.',
  ],
  ...['MON-FRI', 'MON-FRI 21-14', 'MON-FRI 0-25', 'Mon-Fri 0-24', 'MON-MOM 0-24'].map(
    (marketHours): [Record<string, unknown>, string] => [
      { marketHours },
      `The context value "marketHours" is "${marketHours}": expected days and UTC hours such as MON-FRI 14-21.`,
    ],
  ),
  [
    { alarmEmail: 'me@example.com' },
    'The context value "alarmEmail" takes effect only when "alarms" is true.',
  ],
  [
    { removalPolicy: 'snapshot' },
    'The context value "removalPolicy" is "snapshot": expected retain or destroy.',
  ],
  [
    { minimumPasswordLength: '7' },
    'The context value "minimumPasswordLength" is "7": expected a whole number from 8 to 99.',
  ],
  [{ alarmEmail: 'me' }, 'The context value "alarmEmail" is "me": expected an email address.'],
  [
    { corsOrigins: 'example.com' },
    'The context value "corsOrigins" is "example.com": expected * or origins such as https://example.com.',
  ],
  [
    { domainName: 'api.example.com' },
    'The context values "domainName" and "certificateArn" must be given together.',
  ],
])('%j stops the synth with a clear message', (context, sentence) => {
  expect(() => read(context)).toThrow(new SynthRefused(sentence));
});

test("a retention that CloudWatch doesn't offer is refused with those it does", () => {
  expect(() => read({ logRetentionDays: '15' })).toThrow(
    /^The context value "logRetentionDays" is "15": expected one of 1, 3, 5, 7, 14, 30, .* days\.$/,
  );
});

test('a misspelled name is an error, not ignored', () => {
  expect(() => read({ tickTopic: 'a/#' })).toThrow(
    'The context value "tickTopic" is unknown; the known ones are stage,',
  );
});

test("the CDK's own context values are ignored", () => {
  expect(() =>
    read({ 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:stackRelativeExports': true }),
  ).not.toThrow();
});
