import { routes } from '../../functions/contract/routes';
import { clientOf, only, synthesize } from '../../testing/synthesize';

const template = synthesize();
const declared = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
const authorizer = only(template, 'AWS::ApiGatewayV2::Authorizer');
const stage = only(template, 'AWS::ApiGatewayV2::Stage');

const contract = [
  ...Object.entries(routes).map(([name, { method, path, access }]) => ({
    name,
    key: `${method} /api${path}`,
    open: access === 'anyone',
  })),
  { name: 'answer-unrouted', key: '$default', open: true },
];

describe.each(contract)('$key', ({ name, key, open }) => {
  const route = declared.find(({ Properties }) => Properties.RouteKey === key);

  test(`is answered by ${name}, in payload format 2.0`, () => {
    const [, , integrationId] =
      JSON.stringify(route?.Properties.Target).match(/(integrations\/.*"Ref":"(\w+)")/) ?? [];
    const integration = template.findResources('AWS::ApiGatewayV2::Integration')[integrationId ?? ''];
    expect(integration?.Properties).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
    const [functionId] = integration?.Properties.IntegrationUri['Fn::GetAtt'] ?? [];
    const fn = template.findResources('AWS::Lambda::Function')[functionId];
    expect(fn?.Properties.FunctionName).toBe(`trading-dev-${name}`);
  });

  test(open ? 'is open to anyone' : 'asks for an access token', () => {
    expect(route?.Properties).toMatchObject(
      open
        ? { AuthorizationType: 'NONE' }
        : {
            AuthorizationType: 'JWT',
            AuthorizerId: { Ref: authorizer.id },
            AuthorizationScopes: ['aws.cognito.signin.user.admin'],
          },
    );
  });

  test(`may invoke ${name} for this very call`, () => {
    const path = key.replace(' ', '').replaceAll(/\{[^}]+\}/g, '*');
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const own = permissions.filter(({ Properties }) =>
      JSON.stringify(Properties.SourceArn).endsWith(`"/*/${path}"]]}`),
    );
    expect(own).toHaveLength(1);
    expect(own[0]?.Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    });
  });
});

test("no route exists that the contract doesn't list", () => {
  const keys = declared.map(({ Properties }) => Properties.RouteKey);
  expect(keys.sort()).toEqual(contract.map(({ key }) => key).sort());
});

test('no route key ends with a slash, which AWS refuses', () => {
  for (const { Properties } of declared) expect(Properties.RouteKey).not.toMatch(/.\/$/);
});

test('a token must come from our pool and be meant for our client', () => {
  const pool = only(template, 'AWS::Cognito::UserPool');
  const client = clientOf(template, 'sign-in');
  expect(authorizer.Properties).toMatchObject({
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: {
      Audience: [{ Ref: client.id }],
      Issuer: {
        'Fn::Join': [
          '',
          ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: pool.id }],
        ],
      },
    },
  });
});

function rateAndBurst(limit: unknown): unknown[] {
  const { ThrottlingRateLimit, ThrottlingBurstLimit } = limit as Record<string, number>;
  return [ThrottlingRateLimit, ThrottlingBurstLimit];
}

describe('the stage', () => {
  test('is the default, throttled and logged', () => {
    expect(stage.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 },
    });
    expect(stage.Properties.AccessLogSettings.DestinationArn).toBeDefined();
  });

  test('keeps headers and queries, and so every token, out of its log', () => {
    const { Format } = stage.Properties.AccessLogSettings;
    expect(Format).toContain('$context.requestId');
    expect(Format).not.toMatch(/header|query|authorizer\.token|\$context\.path\b/i);
  });

  test('throttles public routes more tightly than the rest, and most tightly where accounts are created', () => {
    const limits = Object.entries(stage.Properties.RouteSettings).map(([key, limit]) => [
      key,
      ...rateAndBurst(limit),
    ]);
    expect(limits).toEqual([
      ['POST /api/users', 5, 10],
      ['POST /api/users/confirm', 5, 10],
      ['POST /api/token', 50, 100],
      ['POST /api/sign-out', 50, 100],
      ['POST /api/password/forgot', 5, 10],
      ['POST /api/password/reset', 5, 10],
      ['POST /api/users/{user_id}/password', 5, 10],
      ['GET /api/openapi.json', 10, 20],
      ['GET /api/docs', 10, 20],
      ['GET /api/docs/assets/{file}', 10, 20],
      ['$default', 20, 40],
    ]);
  });
});

test('no origin is allowed unless it is configured', () => {
  expect(only(template, 'AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
  const open = synthesize({ corsOrigins: 'https://console.example.com,http://localhost:5173' });
  expect(only(open, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration.AllowOrigins).toEqual([
    'https://console.example.com',
    'http://localhost:5173',
  ]);
});

test('a custom domain name disables the default endpoint', () => {
  const named = synthesize({
    domainName: 'api.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/6c4b7a52-0d2c-4d8e-9a34-0a58d9c1b111',
  });
  named.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'api.example.com' });
  named.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
  named.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
});
