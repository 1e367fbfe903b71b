import { readStack } from '../../../local/assembly/stack';
import { aRole, aTable, codeOf, type StackFixture, writeAssembly } from '../support/assembly';

const endpoint = 'http://127.0.0.1:4566';
const read = (resources: StackFixture['resources'], bundles: StackFixture['bundles'] = { hello: '' }) =>
  readStack(writeAssembly({ resources, bundles }), endpoint);

const aFunction = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: codeOf('hello'), Handler: 'index.handler', Runtime: 'nodejs24.x', ...properties },
});

test("the template's references and intrinsic functions are resolved", () => {
  const { functions } = read({
    Notes: aTable,
    Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    Hello: aFunction({
      FunctionName: 'hello',
      Environment: {
        Variables: {
          TABLE: { Ref: 'Notes' },
          TABLE_ARN: { 'Fn::GetAtt': ['Notes', 'Arn'] },
          QUEUE_URL: { Ref: 'Letters' },
          JOINED: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] },
          SUBSTITUTED: { 'Fn::Sub': `\${AWS::Partition}:\${Letters.Arn}:\${!kept}` },
          CHOSEN: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'x/y'] }] },
        },
      },
    }),
  });
  expect(functions[0]?.environment).toEqual({
    TABLE: 'fixture-Notes',
    TABLE_ARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/fixture-Notes',
    QUEUE_URL: `${endpoint}/000000000000/letters`,
    JOINED: 'a-us-east-1',
    SUBSTITUTED: `aws:arn:aws:sqs:us-east-1:000000000000:letters:\${kept}`,
    CHOSEN: 'y',
  });
});

test("a function that sets none has Lambda's default memory, timeout and retries", () => {
  expect(read({ Hello: aFunction() }).functions[0]).toMatchObject({
    name: 'fixture-Hello',
    memoryMegabytes: 128,
    timeoutSeconds: 3,
    asynchronous: { retries: 2, maximumAgeSeconds: 21_600 },
  });
});

test('names that CloudFormation would generate are the same at every start', () => {
  const pool = () => read(identity).identity;
  expect(pool()).toEqual(pool());
  expect(pool()?.poolId).toMatch(/^us-east-1_[a-z\d]{9}$/);
});

const identity = {
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
    },
  },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 43_200,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    },
  },
};

const api = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Hello: aFunction(),
  ToHello: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Hello', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
};
const aRoute = (properties: Record<string, unknown>) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: 'GET /hello',
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'ToHello' }]] },
    ...properties,
  },
});

test('a route knows its function, its authorizer and its own throttle', () => {
  const stage = { ...api.Stage.Properties, RouteSettings: { 'GET /hello': { ThrottlingRateLimit: 5 } } };
  const { api: declared } = read({
    ...api,
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: stage },
    Tokens: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://issuer', Audience: ['client'] },
      },
    },
    Route: aRoute({
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'Tokens' },
      AuthorizationScopes: ['read'],
    }),
  });
  expect(declared?.routes).toEqual([
    {
      key: 'GET /hello',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture-Hello',
      timeoutMs: 30_000,
      authorizer: { issuer: 'https://issuer', audience: ['client'] },
      scopes: ['read'],
      throttle: { ratePerSecond: 5, burst: 5000 },
    },
  ]);
});

test('resources that matter only on AWS are ignored', () => {
  expect(read({ Role: aRole }).tables).toEqual([]);
});

const refusals: [string, StackFixture['resources'], string][] = [
  [
    'a type',
    { Bucket: { Type: 'AWS::S3::Bucket' } },
    'Bucket: resources of type AWS::S3::Bucket are not supported',
  ],
  [
    'a property',
    { Hello: aFunction({ VpcConfig: {} }) },
    'Hello (AWS::Lambda::Function): the property VpcConfig is not supported',
  ],
  [
    'a property within a property',
    {
      Notes: {
        ...aTable,
        Properties: { ...aTable.Properties, StreamSpecification: { StreamViewType: 'NEW_IMAGE', Policy: 1 } },
      },
    },
    'Notes (AWS::DynamoDB::Table): the property StreamSpecification.Policy is not supported',
  ],
  [
    'a value',
    { Notes: { ...aTable, Properties: { ...aTable.Properties, BillingMode: 'PROVISIONED' } } },
    'Notes (AWS::DynamoDB::Table): the value of BillingMode is not supported',
  ],
  [
    'an intrinsic function',
    { Hello: aFunction({ FunctionName: { 'Fn::ImportValue': 'x' } }) },
    'Hello (AWS::Lambda::Function): the intrinsic function Fn::ImportValue is not supported',
  ],
  [
    'a reference to something unknown',
    { Hello: aFunction({ FunctionName: { Ref: 'Nobody' } }) },
    'Hello (AWS::Lambda::Function): Ref of Nobody (no resource) is not supported',
  ],
  [
    'an attribute',
    { Notes: aTable, Hello: aFunction({ Description: { 'Fn::GetAtt': ['Notes', 'Colour'] } }) },
    'the attribute Colour of Notes is not known',
  ],
  [
    'a function whose code is not among the assets',
    { Hello: aFunction({ Code: codeOf('gone') }) },
    'no asset of the assembly is gone.zip',
  ],
  [
    'a route that asks for a token from an authorizer that is not there',
    { ...api, Route: aRoute({ AuthorizationType: 'JWT', AuthorizerId: 'Nobody' }) },
    'Route: its authorizer is not declared',
  ],
  [
    'a second client to sign in by',
    { ...identity, Another: identity.Client },
    'Pool: the local host supports one user pool with one sign-in client and at most one client with a secret.',
  ],
];

test.each(refusals)("%s that the host doesn't support is refused by name", (_, resources, message) => {
  expect(() => read(resources)).toThrow(message);
});

test('a resource under a condition is refused, as conditions are not evaluated', () => {
  const conditional = { Notes: { ...aTable, Condition: 'IsProduction' } };
  expect(() => read(conditional)).toThrow(/Unrecognized key: "Condition"\s.*Notes/);
});
