import type { Template } from 'aws-cdk-lib/assertions';
import { declareApp, OPERATOR, only, synthesize } from '../../testing/synthesize';

const dev = synthesize({
  stage: 'dev',
  ingest: 'kinesis',
  alarms: 'true',
  alarmEmail: OPERATOR,
  edge: 'true',
});
const prod = synthesize({ stage: 'prod', ingest: 'kinesis' });

/** What holds data: when it goes, something is lost. */
const HOLDING_DATA = [
  'AWS::DynamoDB::Table',
  'AWS::Cognito::UserPool',
  'AWS::Kinesis::Stream',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
];

const resourcesOf = (template: Template, type: string) => Object.values(template.findResources(type));

test.each(HOLDING_DATA)('%s is deleted with the stack in dev and outlives it in prod', (type) => {
  expect(resourcesOf(dev, type).length).toBeGreaterThan(0);
  for (const { DeletionPolicy } of resourcesOf(dev, type)) expect(DeletionPolicy).toBe('Delete');
  for (const { DeletionPolicy, UpdateReplacePolicy } of resourcesOf(prod, type)) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  }
});

test('nothing else outlives a stack', () => {
  for (const template of [dev, prod]) {
    const retained = Object.values<{ Type: string; DeletionPolicy?: string }>(template.toJSON().Resources)
      .filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))
      .map(({ Type }) => Type);
    for (const type of retained) expect(HOLDING_DATA).toContain(type);
  }
});

test('prod is protected from deletion, dev is not', () => {
  expect(only(prod, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(true);
  expect(only(prod, 'AWS::Cognito::UserPool').Properties.DeletionProtection).toBe('ACTIVE');
  expect(only(dev, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled).toBe(false);
  expect(only(dev, 'AWS::Cognito::UserPool').Properties.DeletionProtection).toBe('INACTIVE');
});

test("the prod stack can't be deleted by accident either", () => {
  expect(declareApp({ stage: 'prod' }).stack.terminationProtection).toBe(true);
  expect(declareApp({ stage: 'dev' }).stack.terminationProtection).toBe(false);
});

test("ticks arrive through a stream in prod, in each stock's order, and one by one in dev", () => {
  synthesize({ stage: 'prod' }).resourceCountIs('AWS::Kinesis::Stream', 1);
  synthesize({ stage: 'dev' }).resourceCountIs('AWS::Kinesis::Stream', 0);
});

test('prod has alarms, dev has none by default', () => {
  expect(resourcesOf(prod, 'AWS::CloudWatch::Alarm').length).toBeGreaterThan(0);
  synthesize({ stage: 'dev' }).resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test('both fit into one account: they share no name', () => {
  const namesIn = (template: Template) =>
    [...JSON.stringify(template.toJSON().Resources).matchAll(/"\w*Name":"([^"]*(?:dev|prod)[^"]*)"/g)].map(
      ([, name]) => name,
    );
  expect(namesIn(dev).length).toBeGreaterThan(40);
  expect(namesIn(dev).filter((name) => namesIn(prod).includes(name))).toEqual([]);
  expect(namesIn(dev).filter((name) => name?.includes('prod'))).toEqual([]);
});

test('otherwise the two have the same resources', () => {
  const typesIn = (template: Template) =>
    Object.values<{ Type: string }>(template.toJSON().Resources)
      .map(({ Type }) => Type)
      .sort();
  expect(typesIn(dev)).toEqual(typesIn(prod));
});
