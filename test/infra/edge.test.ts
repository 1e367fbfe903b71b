import vm from 'node:vm';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { EDGE_KEY_HEADER } from '../../functions/contract/edge-key';
import { withoutSlashAtTheEnd } from '../../lib/constructs/front';
import { declareApp, only } from '../../testing/synthesize';

function synthesizeBoth(context: Record<string, unknown> = {}) {
  const { stack, edge } = declareApp({ stage: 'prod', ...context });
  if (!edge) throw new Error('there is no edge');
  return { trading: Template.fromStack(stack), edge: Template.fromStack(edge), stack, edgeStack: edge };
}

const { trading, edge } = synthesizeBoth();
const distribution = only(edge, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
const KEY = '{{resolve:secretsmanager:';

test('prod has an edge as a stack of its own; dev has one on request', () => {
  expect(declareApp().edge).toBeUndefined();
  expect(declareApp({ edge: 'true' }).edge?.stackName).toBe('trading-dev-edge');
  expect(declareApp({ stage: 'prod', edge: 'false' }).edge).toBeUndefined();
  for (const type of ['AWS::CloudFront::Distribution', 'AWS::CloudFront::Function'])
    trading.resourceCountIs(type, 0);
});

test('everything but the host header is passed to the API, over TLS, and no answer is cached', () => {
  const [origin] = distribution.Origins;
  expect(origin.CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  expect(JSON.stringify(origin.DomainName)).toContain('.execute-api.');
  expect(distribution.DefaultCacheBehavior).toMatchObject({
    ViewerProtocolPolicy: 'https-only',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    // CloudFront's own: CachingDisabled, AllViewerExceptHostHeader.
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  });
  expect(distribution.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
    '/api/docs/assets/*',
  ]);
});

describe('with a console', () => {
  const iotEndpoint = 'a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com';
  const declared = declareApp({ stage: 'prod', console: 'true', iotEndpoint, region: 'eu-west-1' });
  if (!declared.edge) throw new Error('there is an edge');
  const both = Template.fromStack(declared.edge);
  const { DistributionConfig } = only(both, 'AWS::CloudFront::Distribution').Properties;

  test('there is one distribution, in one stack, behind the one firewall', () => {
    expect(declared.console).toBeUndefined();
    expect(declared.app.node.children.filter(Stack.isStack).map(({ stackName }) => stackName)).toEqual([
      'trading-prod',
      'trading-prod-edge',
    ]);
    expect(DistributionConfig.WebACLId).toEqual({
      'Fn::GetAtt': [only(both, 'AWS::WAFv2::WebACL').id, 'Arn'],
    });
    expect(Object.keys(both.toJSON().Outputs)).toEqual(expect.arrayContaining(['ApiUrl', 'ConsoleUrl']));
  });

  test("it serves the files, and the API under its path with the edge's key", () => {
    const origins = new Map(
      DistributionConfig.Origins.map((origin: { Id: string }) => [origin.Id, JSON.stringify(origin)]),
    );
    const { DefaultCacheBehavior, CacheBehaviors } = DistributionConfig;
    expect(origins.get(DefaultCacheBehavior.TargetOriginId)).toContain('OriginAccessControlId');
    expect(
      CacheBehaviors.map((each: { PathPattern: string; TargetOriginId: string }) => [
        each.PathPattern,
        String(origins.get(each.TargetOriginId)).includes(EDGE_KEY_HEADER),
      ]),
    ).toEqual([
      ['/api/docs/assets/*', true],
      ['/api/*', true],
    ]);
    expect(DistributionConfig).not.toHaveProperty('CustomErrorResponses');
  });

  test("browsers are authorized in IoT Core's region, and the edge stays in its own", () => {
    expect([declared.stack.region, declared.edge?.region]).toEqual(['eu-west-1', 'us-east-1']);
    Template.fromStack(declared.stack).hasResourceProperties('AWS::IoT::Authorizer', {
      AuthorizerName: 'trading-prod-console',
    });
    both.resourceCountIs('AWS::IoT::Authorizer', 0);
  });
});

test('edge and functions share a key that no template contains, and every function behind the API checks it', () => {
  const [header] = distribution.Origins[0].OriginCustomHeaders;
  expect(header.HeaderName).toBe(EDGE_KEY_HEADER);
  expect(header.HeaderValue).toBe(`${KEY}trading-prod-edge-key:SecretString:::}}`);
  trading.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'trading-prod-edge-key' });
  const asking = Object.values(trading.findResources('AWS::Lambda::Function')).filter(({ Properties }) =>
    JSON.stringify(Properties.Environment.Variables.EDGE_KEY ?? '').includes(KEY),
  );
  const behind = Object.values(trading.findResources('AWS::ApiGatewayV2::Integration'));
  expect(asking).toHaveLength(behind.length);
});

test('without an edge nothing checks a key', () => {
  const alone = Template.fromStack(declareApp({ stage: 'prod', edge: 'false' }).stack);
  expect(JSON.stringify(alone.toJSON())).not.toContain('EDGE_KEY');
  alone.resourceCountIs('AWS::SecretsManager::Secret', 0);
  alone.resourceCountIs('AWS::WAFv2::WebACL', 0);
});

describe('the firewall', () => {
  const acl = only(edge, 'AWS::WAFv2::WebACL').Properties;
  const [credentials, everything] = acl.Rules;

  test('protects the distribution and lets through what no rule blocks', () => {
    expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    expect(distribution.WebACLId).toEqual({ 'Fn::GetAtt': [only(edge, 'AWS::WAFv2::WebACL').id, 'Arn'] });
  });

  test('answers 429 to an address with too many requests, and far sooner where passwords are tried', () => {
    for (const { Action } of acl.Rules) expect(Action.Block.CustomResponse.ResponseCode).toBe(429);
    const limitOf = (rule: typeof credentials) => rule.Statement.RateBasedStatement;
    expect(limitOf(everything)).toEqual({ AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 6_000 });
    expect(limitOf(credentials)).toMatchObject({ AggregateKeyType: 'IP', Limit: 100 });
    const [method, path] = limitOf(credentials).ScopeDownStatement.AndStatement.Statements;
    expect(method.ByteMatchStatement).toMatchObject({ SearchString: 'POST', FieldToMatch: { Method: {} } });
    const pattern = new RegExp(path.RegexMatchStatement.RegexString);
    const isMeant = (given: string) => pattern.test(given);
    for (const path of [
      '/api/token',
      '/api/token/',
      '/api/users',
      '/api/users/',
      '/api/users/confirm',
      '/api/users/me/password',
      '/api/password/forgot',
      '/api/password/reset/',
    ])
      expect([path, isMeant(path)]).toEqual([path, true]);
    for (const path of ['/api/users/me/buy', '/api/stocks', '/api/tokens'])
      expect([path, isMeant(path)]).toEqual([path, false]);
  });
});

describe('the user pool', () => {
  const acl = only(trading, 'AWS::WAFv2::WebACL').Properties;
  const [closed, ours] = acl.Rules;
  const [asked, another] = ours.Statement.AndStatement.Statements;
  const isMeantBy = ({ RegexMatchStatement }: typeof asked, operation: string) =>
    new RegExp(RegexMatchStatement.RegexString).test(`AWSCognitoIdentityProviderService.${operation}`);

  test('is closed to operations that would bypass us', () => {
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    const { FieldToMatch } = closed.Statement.RegexMatchStatement;
    expect(FieldToMatch).toEqual({ SingleHeader: { Name: 'x-amz-target' } });
    for (const operation of ['DeleteUser', 'UpdateUserAttributes', 'InitiateAuth', 'VerifyUserAttribute'])
      expect([operation, isMeantBy(closed.Statement, operation)]).toEqual([operation, true]);
  });

  test("accepts operations that send or enter codes only from us, who have the edge's key", () => {
    for (const operation of ['SignUp', 'ConfirmSignUp', 'ForgotPassword', 'ConfirmForgotPassword'])
      expect([operation, isMeantBy(asked, operation), isMeantBy(closed.Statement, operation)]).toEqual([
        ...[operation, true, false],
      ]);
    expect(another.NotStatement.Statement.ByteMatchStatement).toMatchObject({
      FieldToMatch: { SingleHeader: { Name: EDGE_KEY_HEADER } },
      PositionalConstraint: 'EXACTLY',
    });
    expect(JSON.stringify(another)).toContain(KEY);
    for (const { Action } of acl.Rules) expect(Action).toEqual({ Block: {} });
  });

  test('is open to the operations that our functions call', () => {
    for (const operation of ['AdminInitiateAuth', 'AdminCreateUser', 'AdminSetUserPassword', 'RevokeToken'])
      for (const { Statement } of [closed, { Statement: asked }])
        expect([operation, isMeantBy(Statement, operation)]).toEqual([operation, false]);
  });
});

test.each([
  ['/api/stocks/', '/api/stocks'],
  ['/api/users/me/orders//', '/api/users/me/orders'],
  ['/api/stocks', '/api/stocks'],
  ['/', '/'],
  ['/orders/', '/orders/'],
])('the edge turns %s into %s', (uri, expected) => {
  const answer: unknown = vm.runInNewContext(
    `${withoutSlashAtTheEnd}; handler({ request: { uri: ${JSON.stringify(uri)} } })`,
  );
  expect(z.object({ uri: z.string() }).parse(answer).uri).toBe(expected);
});

describe('the region', () => {
  test("of the edge must be its firewall's: elsewhere the deployment stops with a clear message", () => {
    const [rule] = Object.values<{ Assertions: { Assert: unknown }[] }>(edge.toJSON().Rules).filter(
      ({ Assertions }) => JSON.stringify(Assertions).includes('us-east-1'),
    );
    expect(rule?.Assertions[0]?.Assert).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] });
  });

  test('of everything else may be different', () => {
    const far = synthesizeBoth({ region: 'eu-south-1' });
    expect([far.stack.region, far.edgeStack.region]).toEqual(['eu-south-1', 'us-east-1']);
    far.trading.hasResourceProperties('AWS::SecretsManager::Secret', {
      ReplicaRegions: [{ Region: 'us-east-1' }],
    });
  });
});

test('a custom domain name goes to the edge, and the API keeps its default endpoint for the edge to call', () => {
  const named = synthesizeBoth({
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/6c4b7a52-0d2c-4d8e-9a34-0a58d9c1b111',
  });
  named.edge.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: ['api.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    },
  });
  named.trading.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  named.trading.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false });
});
