import { only, synthesize } from '../../testing/synthesize';

const LOOK = [
  'sqs:ChangeMessageVisibility on the dead letters',
  'sqs:GetQueueAttributes on the dead letters',
  'sqs:ReceiveMessage on the dead letters',
];
const PUBLISH = ['iot:Publish on topic/thndr-trading', 'iot:Publish on topic/thndr-trading/*'];

const PLACING = [
  ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
  'dynamodb:Query on the index',
  ...onTable('Query', 'UpdateItem'),
];

// What each function may do, written out once more and by hand: a permission is widened in two places or not at all.
const expected: Record<string, string[]> = {
  'create-user': [
    'cognito-idp:AdminCreateUser on the pool',
    'cognito-idp:AdminDeleteUser on the pool',
    'cognito-idp:AdminGetUser on the pool',
    'cognito-idp:AdminSetUserPassword on the pool',
    'cognito-idp:DescribeUserPoolClient on the pool',
    ...onTable('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
  ],
  'confirm-user': [
    'cognito-idp:AdminDeleteUser on the pool',
    'cognito-idp:AdminGetUser on the pool',
    'cognito-idp:AdminInitiateAuth on the pool',
    'cognito-idp:DescribeUserPoolClient on the pool',
    ...onTable('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
  ],
  'forgot-password': ['cognito-idp:DescribeUserPoolClient on the pool'],
  'reset-password': [
    'cognito-idp:AdminUserGlobalSignOut on the pool',
    'cognito-idp:DescribeUserPoolClient on the pool',
  ],
  'change-password': [
    'cognito-idp:AdminInitiateAuth on the pool',
    'cognito-idp:AdminSetUserPassword on the pool',
    'cognito-idp:AdminUserGlobalSignOut on the pool',
  ],
  'sign-in': ['cognito-idp:AdminInitiateAuth on the pool'],
  'sign-out': [],
  'answer-unrouted': [],
  'list-users': [...onTable('BatchGetItem', 'GetItem'), 'dynamodb:Query on the index'],
  'get-user': [
    'dynamodb:BatchGetItem on the table',
    'dynamodb:Query on the index',
    'dynamodb:Query on the table',
  ],
  deposit: [
    ...onTable('BatchGetItem', 'GetItem', 'PutItem'),
    'dynamodb:Query on the index',
    ...onTable('UpdateItem'),
  ],
  withdraw: [
    ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    'dynamodb:Query on the index',
    ...onTable('UpdateItem'),
  ],
  'place-buy': PLACING,
  'place-sell': PLACING,
  'list-orders': [...onTable('BatchGetItem'), 'dynamodb:Query on the index', ...onTable('Query')],
  'get-order': onTable('GetItem'),
  'explain-order': onTable('BatchGetItem', 'GetItem', 'Query'),
  'cancel-order': onTable('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
  'cancel-orders': [
    ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    'dynamodb:Query on the index',
    ...onTable('Query', 'UpdateItem'),
  ],
  'replace-order': PLACING,
  'list-transactions': onTable('Query'),
  'list-stocks': ['dynamodb:BatchGetItem on the table', 'dynamodb:Query on the index'],
  'list-sparklines': onTable('BatchGetItem', 'Query'),
  'get-stock': [...onTable('BatchGetItem', 'GetItem'), 'dynamodb:Query on the index', ...onTable('Query')],
  'list-candles': onTable('GetItem', 'Query'),
  'list-stock-transactions': [...onTable('BatchGetItem', 'GetItem'), 'dynamodb:Query on the index'],
  'get-book': onTable('BatchGetItem', 'GetItem', 'Query'),
  'list-ticks': onTable('GetItem', 'Query'),
  'match-ticks': [
    ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    'sqs:SendMessage on the dead letters',
  ],
  'publish-events': publishing('topic/trading/users/*/orders'),
  'publish-quotes': publishing('topic/trading/stocks/*/quote'),
  'authorize-subscriber': [],
  'expire-orders': [
    ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    'dynamodb:Query on the index',
    ...onTable('UpdateItem'),
  ],
  'get-equity': [...onTable('BatchGetItem'), 'dynamodb:Query on the index', ...onTable('Query')],
  'revoke-quote': onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
  'get-audit': onTable('GetItem'),
  'run-audit': ['lambda:InvokeFunction on the audit'],
  'get-feed': [...onTable('BatchGetItem', 'GetItem'), 'dynamodb:Query on the index', ...LOOK],
  'list-dead-letters': LOOK,
  'redrive-dead-letters': [...LOOK, 'sqs:DeleteMessage on the dead letters', ...PUBLISH],
  'discard-dead-letters': [...LOOK, 'sqs:DeleteMessage on the dead letters'],
  'publish-tick': PUBLISH,
  'get-openapi': [],
  'get-docs': [],
  'get-docs-asset': [],
  audit: [
    ...onTable('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    'dynamodb:Query on the index',
    ...onTable('Query', 'Scan'),
  ],
};

const EVERY_TOPIC = [
  'topic/trading/stocks/*/quote',
  'topic/trading/users/*/orders',
  'topic/thndr-trading',
  'topic/thndr-trading/*',
];

const template = synthesize();
const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
const roles = template.findResources('AWS::IAM::Role');
const policies = Object.values(template.findResources('AWS::IAM::Policy'));

const names = new Map([
  [attribute(only(template, 'AWS::DynamoDB::Table').id, 'Arn'), 'the table'],
  [attribute(only(template, 'AWS::DynamoDB::Table').id, 'StreamArn'), 'the changes of the table'],
  [attribute(only(template, 'AWS::SQS::Queue').id, 'Arn'), 'the dead letters'],
  ...EVERY_TOPIC.map((topic) => [JSON.stringify(iotArn(topic)), topic] as const),
  [attribute(only(template, 'AWS::Cognito::UserPool').id, 'Arn'), 'the pool'],
  ...functionsNamed('audit').map(([id]) => [attribute(id, 'Arn'), 'the audit'] as const),
  [
    JSON.stringify({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [only(template, 'AWS::DynamoDB::Table').id, 'Arn'] }, '/index/GSI1']],
    }),
    'the index',
  ],
  ...Object.entries(template.findResources('AWS::Logs::LogGroup')).map(
    ([id, { Properties }]) => [attribute(id, 'Arn'), Properties.LogGroupName] as const,
  ),
]);

describe.each(functions)('%s', (_id, { Properties }) => {
  const name = String(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
  const [roleId] = Properties.Role['Fn::GetAtt'];
  const granted = statementsOf(roleId);

  test(`${name} may write its own log, and beyond that do exactly what is listed`, () => {
    const ownLog = `/aws/lambda/${Properties.FunctionName}`;
    const everything = [
      ...(expected[name] ?? ['an entry in the list above']),
      `logs:CreateLogStream on ${ownLog}`,
      `logs:PutLogEvents on ${ownLog}`,
    ];
    expect(granted.sort()).toEqual(everything.sort());
  });

  test(`${name} has a role of its own, which only Lambda may assume`, () => {
    const sharers = functions.filter(([, other]) => other.Properties.Role['Fn::GetAtt'][0] === roleId);
    expect(sharers).toHaveLength(1);
    expect(roles[roleId]?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });
});

test('every function in the list exists', () => {
  const declared = functions.map(([, fn]) => fn.Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
  expect(declared.sort()).toEqual(Object.keys(expected).sort());
});

test('no role has a managed or an inline policy', () => {
  for (const { Properties } of Object.values(roles)) {
    expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument']);
  }
});

test('no policy has a wildcard in an action or a resource, except for the topics of events', () => {
  for (const { Properties } of policies) {
    for (const statement of Properties.PolicyDocument.Statement) {
      const { Action, Resource } = statement;
      expect(JSON.stringify([Action, Action === 'iot:Publish' ? [] : Resource])).not.toContain('*');
    }
  }
});

test("the only role besides the functions' lets our own rule send to the dead-letter queue", () => {
  const ofFunctions = new Set(functions.map(([, { Properties }]) => Properties.Role['Fn::GetAtt'][0]));
  const others = Object.entries(roles).filter(([id]) => !ofFunctions.has(id));
  expect(others).toHaveLength(1);
  for (const [id, { Properties }] of others) {
    expect(statementsOf(id)).toEqual(['sqs:SendMessage on the dead letters']);
    const [trust] = Properties.AssumeRolePolicyDocument.Statement;
    expect(trust).toMatchObject({
      Principal: { Service: 'iot.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(JSON.stringify(trust.Condition.ArnEquals)).toContain(':rule/trading_dev_ticks');
  }
});

function functionsNamed(name: string) {
  return functions.filter(([, { Properties }]) => Properties.FunctionName === `trading-dev-${name}`);
}

function onTable(...actions: string[]): string[] {
  return actions.map((action) => `dynamodb:${action} on the table`);
}

function iotArn(resource: string) {
  return {
    'Fn::Join': [
      '',
      ['arn:aws:iot:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, `:${resource}`],
    ],
  };
}

function attribute(id: string, name: string): string {
  return JSON.stringify({ 'Fn::GetAtt': [id, name] });
}

/** Every action a role allows, each with the resource it is allowed on. */
function statementsOf(roleId: string): string[] {
  return policies
    .filter(({ Properties }) => Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => {
          const where = names.get(JSON.stringify(resource)) ?? JSON.stringify(resource);
          return `${Effect === 'Allow' ? '' : `${Effect} `}${action} on ${where}`;
        }),
      ),
    );
}

function publishing(topic: string): string[] {
  return [
    'dynamodb:DescribeStream on the changes of the table',
    'dynamodb:GetRecords on the changes of the table',
    'dynamodb:GetShardIterator on the changes of the table',
    'dynamodb:ListStreams on the changes of the table',
    `iot:Publish on ${topic}`,
    'sqs:SendMessage on the dead letters',
  ];
}
