// A stack with a bit of everything: an API and a topic that write notes into a table, and a queue for what fails.
import { aRole, aTable, codeOf, writeAssembly } from './assembly';

const sdk = JSON.stringify(require.resolve('@aws-sdk/client-dynamodb'));

const writeNote = `
const { DynamoDBClient, GetItemCommand, PutItemCommand } = require(${sdk});
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  const PK = { S: event.pathParameters?.name ?? event.topic };
  if (PK.S.endsWith('broken')) throw new Error('no notes of that name');
  const key = { TableName: process.env.TABLE_NAME };
  if (event.requestContext?.http.method === 'GET') {
    const { Item } = await client.send(new GetItemCommand({ ...key, Key: { PK }, ConsistentRead: true }));
    return Item === undefined ? { statusCode: 404 } : { statusCode: 200, body: Item.text.S };
  }
  const text = { S: event.body ?? Buffer.from(event.payload, 'base64').toString() };
  await client.send(new PutItemCommand({ ...key, Item: { PK, text } }));
  return { statusCode: 201 };
};`;

const attribute = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const ofApi = { ApiId: { Ref: 'Api' } };

function aRoute(RouteKey: string) {
  const Target = { 'Fn::Join': ['', ['integrations/', { Ref: 'ToNote' }]] };
  return { Type: 'AWS::ApiGatewayV2::Route', Properties: { ...ofApi, RouteKey, Target } };
}

export function writeNotesStack(extra: Parameters<typeof writeAssembly>[0]['resources'] = {}): string {
  return writeAssembly({
    bundles: { note: writeNote },
    resources: {
      Notes: aTable,
      Role: aRole,
      Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
      Note: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: codeOf('note'),
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Role: attribute('Role'),
          MemorySize: 256,
          Timeout: 10,
          Environment: { Variables: { TABLE_NAME: { Ref: 'Notes' } } },
        },
      },
      NoteEvents: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Note' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: attribute('Letters') } },
        },
      },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ...ofApi, StageName: '$default', AutoDeploy: true },
      },
      ToNote: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...ofApi,
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: attribute('Note'),
          PayloadFormatVersion: '2.0',
        },
      },
      GetNote: aRoute('GET /notes/{name}'),
      PutNote: aRoute('PUT /notes/{name}'),
      Rule: {
        Type: 'AWS::IoT::TopicRule',
        Properties: {
          TopicRulePayload: {
            Sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic FROM 'notes/#'",
            AwsIotSqlVersion: '2016-03-23',
            Actions: [{ Lambda: { FunctionArn: attribute('Note') } }],
          },
        },
      },
      ...extra,
    },
  });
}
