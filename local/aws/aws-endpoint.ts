// One loopback address that stands for the AWS services the functions call, besides DynamoDB. SDKs of the JSON
// protocol name service and operation in a header; IoT's data plane is a path.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../ports';
import { AwsError } from './aws-error';

export interface AwsServices {
  sqs(operation: string, input: unknown): Promise<object>;
  cognito(operation: string, input: unknown): Promise<{ status: number; body: object }>;
  publish(topic: string, payload: Buffer): Promise<void>;
  /** What the user pool publishes for whoever verifies its tokens, by the path that it has on AWS. */
  document?(path: string): object | undefined;
}

export interface AwsEndpoint {
  url: string;
  /** The address is part of the template's values, so it exists before what answers behind it. */
  serve(services: AwsServices): void;
  stop(): Promise<void>;
}

interface Reply {
  status: number;
  body: object;
}

export async function startAwsEndpoint(report: (line: string) => void): Promise<AwsEndpoint> {
  let services: AwsServices | undefined;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, services)
      .catch((error: unknown) => refusal(error, report))
      .then((reply) => write(outgoing, reply));
  });
  const port = await listen(server, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${port}`,
    serve(behind) {
      services = behind;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(incoming: IncomingMessage, services: AwsServices | undefined): Promise<Reply> {
  const payload = await buffer(incoming);
  if (services === undefined) throw new AwsError('ServiceUnavailable', 'The local host is still starting.');
  const published = /^\/topics\/([^?]+)/.exec(incoming.url ?? '')?.[1];
  if (incoming.method === 'POST' && published !== undefined) {
    await services.publish(decodeURIComponent(published), payload);
    return { status: 200, body: {} };
  }
  const document = incoming.method === 'GET' ? services.document?.(incoming.url ?? '') : undefined;
  if (document !== undefined) return { status: 200, body: document };
  const target = String(incoming.headers['x-amz-target'] ?? `${incoming.method} ${incoming.url}`);
  const [service, operation = ''] = target.split('.');
  const input: unknown = JSON.parse(payload.toString('utf8') || '{}');
  if (service === 'AmazonSQS') return { status: 200, body: await services.sqs(operation, input) };
  if (service === 'AWSCognitoIdentityProviderService') return services.cognito(operation, input);
  throw new AwsError('UnknownOperationException', `${target} is not an operation of the local host.`);
}

function refusal(error: unknown, report: (line: string) => void): Reply {
  const known = error instanceof AwsError || error instanceof SyntaxError;
  if (!known) report(`aws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const { name, message } = known ? error : new AwsError('InternalFailure', 'The local host failed.');
  return { status: known ? 400 : 500, body: { __type: name, message } };
}

function write(outgoing: ServerResponse, { status, body }: Reply): void {
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}
