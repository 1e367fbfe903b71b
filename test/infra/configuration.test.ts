import { App } from 'aws-cdk-lib';
import { readConfiguration } from '../../lib/configuration';
import { SynthRefused } from '../../lib/synth-refused';

const read = (context: Record<string, unknown> = {}) => readConfiguration(new App({ context }).node);

test('nothing needs to be set', () => {
  expect(read()).toEqual({
    stage: 'dev',
    ticksTopic: 'thndr-trading/#',
    ingest: 'direct',
    quoteMaxAgeSeconds: 60,
    lateTickSeconds: 10,
    tickRetentionDays: '',
    logRetentionDays: 14,
    maxOpenOrders: 1000,
    removalPolicy: 'destroy',
    requestsPerSecond: 1000,
    requestBurst: 2000,
    credentialRequestsPerSecond: 50,
    credentialRequestBurst: 100,
    corsOrigins: [],
    minimumPasswordLength: 8,
    accessTokenMinutes: 60,
    refreshTokenDays: 30,
    threatProtection: false,
    alarms: false,
  });
});

test('prod keeps its data, its logs for a year, and has alarms', () => {
  expect(read({ stage: 'prod' })).toMatchObject({
    removalPolicy: 'retain',
    logRetentionDays: 365,
    alarms: true,
  });
});

test('values of the command line, which are words, are read as what they mean', () => {
  expect(
    read({ quoteMaxAgeSeconds: '5', tickRetentionDays: '30', alarms: 'false', stage: 'prod' }),
  ).toMatchObject({ quoteMaxAgeSeconds: 5, tickRetentionDays: 30, alarms: false });
});

test.each([
  [{ stage: 'staging' }, 'The context value "stage" is "staging": expected dev or prod.'],
  [{ ingest: 'sqs' }, 'The context value "ingest" is "sqs": expected direct or kinesis.'],
  [
    { quoteMaxAgeSeconds: 'soon' },
    'The context value "quoteMaxAgeSeconds" is "soon": expected a whole number from 1 to 86400.',
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
  [{ alarmEmail: 'me@example.com' }, 'The context value "alarmEmail" is of use only where "alarms" is true.'],
  [
    { removalPolicy: 'snapshot' },
    'The context value "removalPolicy" is "snapshot": expected retain or destroy.',
  ],
  [
    { minimumPasswordLength: '7' },
    'The context value "minimumPasswordLength" is "7": expected a whole number from 8 to 99.',
  ],
  [{ alarmEmail: 'me' }, 'The context value "alarmEmail" is "me": expected an e-mail address.'],
  [
    { corsOrigins: 'example.com' },
    'The context value "corsOrigins" is "example.com": expected * or origins such as https://example.com.',
  ],
  [
    { domainName: 'api.example.com' },
    'The context values "domainName" and "certificateArn" are only of use together.',
  ],
])('%j stops the synth with a sentence', (context, sentence) => {
  expect(() => read(context)).toThrow(new SynthRefused(sentence));
});

test('a length that CloudWatch does not offer is answered with those it does', () => {
  expect(() => read({ logRetentionDays: '15' })).toThrow(
    /^The context value "logRetentionDays" is "15": expected one of 1, 3, 5, 7, 14, 30, .* days\.$/,
  );
});

test('a misspelt name is an error, not a default', () => {
  expect(() => read({ tickTopic: 'a/#' })).toThrow(
    'The context value "tickTopic" is not known; known are stage,',
  );
});

test('the values that the CDK keeps for itself are left alone', () => {
  expect(() =>
    read({ 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:stackRelativeExports': true }),
  ).not.toThrow();
});
