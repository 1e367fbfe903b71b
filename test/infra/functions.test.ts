import { EMPTY_BANDS_STAY_SECONDS } from '../../functions/domain/book-index';
import { entryPoints } from '../../lib/functions';
import { clientOf, only, synthesize } from '../../testing/synthesize';

const template = synthesize();
const functions = Object.values(template.findResources('AWS::Lambda::Function'));
const variablesOf = (name: string) =>
  functions.find(({ Properties }) => Properties.FunctionName === `trading-dev-${name}`)?.Properties
    .Environment.Variables;

test('there is a function for each entry point and no other', () => {
  const names = functions.map(({ Properties }) => Properties.FunctionName);
  expect(names.sort()).toEqual(
    Object.keys(entryPoints)
      .map((name) => `trading-dev-${name}`)
      .sort(),
  );
});

test.each(functions.map(({ Properties }) => [Properties.FunctionName, Properties]))(
  '%s runs Node 24 on arm64, within limits and under its own name',
  (name, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
    expect(properties.Timeout).toBeGreaterThan(3);
    expect(properties.MemorySize).toBeGreaterThanOrEqual(512);
    expect(properties.Environment.Variables).toMatchObject({
      STAGE: 'dev',
      QUOTE_MAX_AGE_SECONDS: '60',
      LATE_TICK_SECONDS: '10',
      MAX_CLOCK_SKEW_SECONDS: '10',
      TICK_RETENTION_DAYS: '',
      POWERTOOLS_SERVICE_NAME: String(name).replace('trading-dev-', ''),
      POWERTOOLS_METRICS_NAMESPACE: 'trading-dev',
    });
  },
);

test('a function behind the API times out before the gateway does at 30 seconds', () => {
  const behindApi = functions.filter(
    ({ Properties }) => !/match|publish|expire|audit/.test(Properties.FunctionName),
  );
  for (const { Properties } of behindApi) expect(Properties.Timeout).toBeLessThan(30);
});

test('no function runs for more than a quarter of the time for which an empty band is still read', () => {
  for (const { Properties } of functions)
    expect(4 * Properties.Timeout).toBeLessThanOrEqual(EMPTY_BANDS_STAY_SECONDS);
});

test('a function is given the names of what it may use, and nothing else', () => {
  const table = { TABLE_NAME: { Ref: only(template, 'AWS::DynamoDB::Table').id } };
  const pool = {
    USER_POOL_ID: { Ref: only(template, 'AWS::Cognito::UserPool').id },
    USER_POOL_CLIENT_ID: { Ref: clientOf(template, 'sign-in').id },
  };
  const queue = { DEAD_LETTER_QUEUE_URL: { Ref: only(template, 'AWS::SQS::Queue').id } };

  expect(variablesOf('create-user')).toMatchObject({ ...table, ...pool });
  expect(variablesOf('sign-in')).toMatchObject(pool);
  expect(variablesOf('sign-in')).not.toHaveProperty('TABLE_NAME');
  expect(variablesOf('match-ticks')).toMatchObject({ ...table, ...queue });
  expect(variablesOf('deposit')).not.toHaveProperty('USER_POOL_ID');
  expect(variablesOf('deposit')).not.toHaveProperty('DEAD_LETTER_QUEUE_URL');
});

test('every log is kept for two weeks in dev and a year in prod', () => {
  for (const [stage, days] of [
    ['dev', 14],
    ['prod', 365],
  ] as const) {
    const logs = Object.values(synthesize({ stage }).findResources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(functions.length + 1);
    for (const { Properties } of logs) expect(Properties.RetentionInDays).toBe(days);
  }
});

test('each log belongs to the function it is named after', () => {
  for (const { Properties } of functions) {
    const log = template.findResources('AWS::Logs::LogGroup')[Properties.LoggingConfig.LogGroup.Ref];
    expect(log?.Properties.LogGroupName).toBe(`/aws/lambda/${Properties.FunctionName}`);
  }
});

test('Lambda writes its own log lines in JSON, and only warnings', () => {
  for (const { Properties } of functions)
    expect(Properties.LoggingConfig).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
});

test('executions are reserved only for the matcher and the publisher, where configured', () => {
  const reserved = synthesize({ matcherConcurrency: '40', publisherConcurrency: '10' });
  const kept = Object.values(reserved.findResources('AWS::Lambda::Function')).flatMap(({ Properties }) =>
    Properties.ReservedConcurrentExecutions === undefined
      ? []
      : [[Properties.FunctionName, Properties.ReservedConcurrentExecutions]],
  );
  expect(kept).toEqual([
    ['trading-dev-match-ticks', 40],
    ['trading-dev-publish-events', 10],
  ]);
  for (const { Properties } of functions)
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('a deployment can leave out the documentation', () => {
  const bare = synthesize({ docs: 'false' });
  const names = Object.values(bare.findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => Properties.FunctionName,
  );
  const left = Object.keys(entryPoints).filter((name) => !/get-docs|get-openapi/.test(name));
  expect(names.sort()).toEqual(left.map((name) => `trading-dev-${name}`).sort());
  const keys = Object.values(bare.findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties.RouteKey,
  );
  expect(keys.filter((key) => /docs|openapi/.test(key))).toEqual([]);
});
