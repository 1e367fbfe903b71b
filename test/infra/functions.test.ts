import { entryPoints } from '../../lib/functions';
import { only, synthesize } from '../../testing/synthesize';

const template = synthesize();
const functions = Object.values(template.findResources('AWS::Lambda::Function'));
const variablesOf = (name: string) =>
  functions.find(({ Properties }) => Properties.FunctionName === `trading-dev-${name}`)?.Properties
    .Environment.Variables;

test('there is a function for each entry point and none without', () => {
  const names = functions.map(({ Properties }) => Properties.FunctionName);
  expect(names.sort()).toEqual(
    Object.keys(entryPoints)
      .map((name) => `trading-dev-${name}`)
      .sort(),
  );
});

test.each(functions.map(({ Properties }) => [Properties.FunctionName, Properties]))(
  '%s runs Node 24 on arm64, within limits, under its own name',
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
      TICK_RETENTION_DAYS: '',
      POWERTOOLS_SERVICE_NAME: String(name).replace('trading-dev-', ''),
      POWERTOOLS_METRICS_NAMESPACE: 'trading-dev',
    });
  },
);

test('a function behind the API ends before the gateway gives up on it at 30 seconds', () => {
  const behindApi = functions.filter(
    ({ Properties }) => !/match|publish|expire|audit/.test(Properties.FunctionName),
  );
  for (const { Properties } of behindApi) expect(Properties.Timeout).toBeLessThan(30);
});

test('a function knows the names of what it may use, and of nothing else', () => {
  const table = { TABLE_NAME: { Ref: only(template, 'AWS::DynamoDB::Table').id } };
  const pool = {
    USER_POOL_ID: { Ref: only(template, 'AWS::Cognito::UserPool').id },
    USER_POOL_CLIENT_ID: { Ref: only(template, 'AWS::Cognito::UserPoolClient').id },
  };
  const queue = { DEAD_LETTER_QUEUE_URL: { Ref: only(template, 'AWS::SQS::Queue').id } };

  expect(variablesOf('create-user')).toMatchObject({ ...table, ...pool });
  expect(variablesOf('sign-in')).toMatchObject(pool);
  expect(variablesOf('sign-in')).not.toHaveProperty('TABLE_NAME');
  expect(variablesOf('match-ticks')).toMatchObject({ ...table, ...queue });
  expect(variablesOf('deposit')).not.toHaveProperty('USER_POOL_ID');
  expect(variablesOf('deposit')).not.toHaveProperty('DEAD_LETTER_QUEUE_URL');
});

test('every log is kept for a while and not for ever: two weeks in dev, a year in prod', () => {
  for (const [stage, days] of [
    ['dev', 14],
    ['prod', 365],
  ] as const) {
    const logs = Object.values(synthesize({ stage }).findResources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(functions.length + 1);
    for (const { Properties } of logs) expect(Properties.RetentionInDays).toBe(days);
  }
});

test('each log belongs to the function whose name it has', () => {
  for (const { Properties } of functions) {
    const log = template.findResources('AWS::Logs::LogGroup')[Properties.LoggingConfig.LogGroup.Ref];
    expect(log?.Properties.LogGroupName).toBe(`/aws/lambda/${Properties.FunctionName}`);
  }
});
