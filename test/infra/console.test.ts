import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { consoleConfiguration } from '../../functions/contract/console';
import { readConfiguration } from '../../lib/configuration';
import { consoleConfigurationOf, pageForPaths } from '../../lib/constructs/console-site';
import { readCloudAssembly } from '../../local/assembly/cloud-assembly';
import { declareApp, synthesize } from '../../testing/synthesize';

const ENDPOINT = 'a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com';
const CONTEXT = { console: 'true', iotEndpoint: ENDPOINT };

function declared(context: Record<string, unknown> = CONTEXT) {
  const { app, console } = declareApp(context);
  if (console === undefined) throw new Error('the console was asked for');
  return { app, configuration: readConfiguration(app.node), console };
}

const { console, configuration } = declared();
const template = Template.fromStack(console);

test("AWS Solutions finds nothing that isn't suppressed with a reason", () => {
  const { app } = declared();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const report = readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf8');
  expect(JSON.parse(report).pluginReports).toEqual([]);
});

test('only the distribution can read the bucket, over TLS', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: Match.anyValue(),
  });
  const statements = Object.values(template.findResources('AWS::S3::BucketPolicy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
    expect.objectContaining({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    }),
  ]);
  expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
    expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ]);
});

test('every file is sent with the policy, which allows the one other host that the console connects to', () => {
  const headers = template.findResources('AWS::CloudFront::ResponseHeadersPolicy');
  const [policy] = Object.values(headers);
  const { SecurityHeadersConfig } = policy?.Properties.ResponseHeadersPolicyConfig ?? {};
  expect(SecurityHeadersConfig.ContentSecurityPolicy).toEqual({
    ContentSecurityPolicy:
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
      `connect-src 'self' wss://${ENDPOINT}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ` +
      "require-trusted-types-for 'script'",
    Override: true,
  });
  expect(SecurityHeadersConfig).toMatchObject({
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY' },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
  });
});

test('the API has the same host, is not cached, and keeps its own 404s', () => {
  const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
  const { DistributionConfig } = distribution?.Properties ?? {};
  expect(DistributionConfig.CacheBehaviors).toMatchObject([
    { PathPattern: '/api/docs/assets/*' },
    {
      PathPattern: '/api/*',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      // CACHING_DISABLED, ALL_VIEWER_EXCEPT_HOST_HEADER
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
    },
  ]);
  expect(DistributionConfig.DefaultCacheBehavior).toMatchObject({
    ViewerProtocolPolicy: 'redirect-to-https',
    ResponseHeadersPolicyId: expect.anything(),
    FunctionAssociations: [{ EventType: 'viewer-request' }],
  });
  expect(DistributionConfig).not.toHaveProperty('CustomErrorResponses');
});

test('browsers cache files with hashed names, and revalidate everything else', () => {
  const uploads = Object.values(template.findResources('Custom::CDKBucketDeployment'));
  expect(uploads.map(({ Properties }) => Properties.SystemMetadata)).toEqual([
    { 'cache-control': 'public, max-age=31536000, immutable' },
    { 'cache-control': 'no-cache' },
    { 'cache-control': 'no-store' },
  ]);
  // What is replaced stays for the pages that are open.
  for (const { Properties } of uploads) expect(Properties.Prune).toBe(false);
});

test('the configuration is valid for the console', () => {
  expect(consoleConfiguration.parse(consoleConfigurationOf(configuration, ENDPOINT))).toEqual({
    stage: 'dev',
    live_url: `wss://${ENDPOINT}/mqtt?x-amz-customauthorizer-name=trading-dev-console`,
    quote_max_age_seconds: 60,
    market_collar_percent: 5,
    fees: { basis_points: 0, per_share: 0, minimum: 0, sides: 'both' },
    password_length: 8,
    features: ['publish_ticks'],
  });
});

test('browsers are authorized by a function of the trading stack with limited concurrency', () => {
  const trading = synthesize(CONTEXT);
  const [authorizer] = Object.values(trading.findResources('AWS::IoT::Authorizer'));
  expect(authorizer?.Properties).toMatchObject({
    AuthorizerName: 'trading-dev-console',
    SigningDisabled: true,
    Status: 'ACTIVE',
  });
  const [functionId] = authorizer?.Properties.AuthorizerFunctionArn['Fn::GetAtt'] ?? [];
  expect(trading.findResources('AWS::Lambda::Function')[functionId]?.Properties.FunctionName).toBe(
    'trading-dev-authorize-subscriber',
  );
  synthesize().resourceCountIs('AWS::IoT::Authorizer', 0);
  const ofFunction = { FunctionName: 'trading-dev-authorize-subscriber' };
  trading.hasResourceProperties('AWS::Lambda::Function', {
    ...ofFunction,
    ReservedConcurrentExecutions: 20,
  });
  synthesize().hasResourceProperties('AWS::Lambda::Function', {
    ...ofFunction,
    ReservedConcurrentExecutions: Match.absent(),
  });
});

describe('at the edge, a path', () => {
  const uriFor = (uri: string) =>
    runInNewContext(`${pageForPaths}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);

  test.each([
    ['/', '/index.html'],
    ['/stocks/6ffb8e62', '/index.html'],
    ['/a.b/c', '/index.html'],
    ['/admin/', '/index.html'],
    ['/index.html', '/index.html'],
    ['/assets/main-ABC.js', '/assets/main-ABC.js'],
    ['/config.json', '/config.json'],
  ])('%s is served as %s', (given, file) => {
    expect(uriFor(given)).toBe(file);
  });
});

test('on one machine the trading stack is the one to run', () => {
  expect(readCloudAssembly(declared().app.synth().directory).stackName).toBe('trading-dev');
});

test.each([
  [{ console: 'true' }, 'requires "iotEndpoint"'],
  [{ iotEndpoint: ENDPOINT }, 'takes effect only when "console" is true'],
  [{ console: 'true', iotEndpoint: 'https://example.com' }, 'expected a host'],
])('%j is refused', (context, why) => {
  expect(() => declareApp(context)).toThrow(why);
});
