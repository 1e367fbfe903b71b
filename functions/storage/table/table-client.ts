// Calls DynamoDB as the SDK does, but without it: its calls take three to four times the CPU, and the first thousands
// run cold (docs/decisions/0034-table-calls-without-the-sdk.md).
import { sign } from 'aws4';
import { REQUEST_TIMEOUT_MS } from '../../bounded-calls';
import { assert } from '../../domain/assert';
import { configuredEndpoint } from './configured-endpoint';
import { type Answers, decoders, encoders, type Inputs, type Operation } from './operations';
import { connectTo } from './post';
import { errorOf } from './table-error';

export interface TableClient {
  /** Tries once. Throws a TableError with DynamoDB's name for it, or Node.js's own error if the connection fails. */
  call<Name extends Operation>(operation: Name, input: Inputs[Name]): Promise<Answers[Name]>;
}

/** A client that keeps its connections open until it is destroyed. */
export interface ConnectedTableClient extends TableClient {
  destroy(): void;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface TableClientOptions {
  readonly region?: string | undefined;
  /** The region's own by default. */
  readonly endpoint?: string | undefined;
  readonly credentials?: () => Credentials | Promise<Credentials>;
  readonly requestTimeoutMs?: number;
}

export function tableClient({
  region = process.env.AWS_REGION,
  endpoint = configuredEndpoint('DYNAMODB') ?? endpointIn(region),
  credentials = credentialsOfFunction,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: TableClientOptions = {}): ConnectedTableClient {
  assert(region !== undefined, 'the table has no region');
  const { host } = new URL(endpoint);
  const connection = connectTo(endpoint, requestTimeoutMs);
  return {
    async call(operation, input) {
      const body = JSON.stringify(encoders[operation](input));
      const headers = {
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      };
      const request = { service: 'dynamodb', region, host, method: 'POST', path: '/', headers, body };
      const signed = sign(request, { ...(await credentials()) });
      const { status, text } = await connection.post({ ...signed.headers }, body);
      if (status !== 200) throw errorOf(status, text);
      return decoders[operation](JSON.parse(text));
    },
    destroy: () => connection.close(),
  };
}

/** For AWS's public partitions; in others, set AWS_ENDPOINT_URL_DYNAMODB. */
export function endpointIn(region: string | undefined): string {
  const domain = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://dynamodb.${region}.${domain}`;
}

/** Set by Lambda, and valid for as long as the environment lives. */
function credentialsOfFunction(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  assert(
    AWS_ACCESS_KEY_ID !== undefined && AWS_SECRET_ACCESS_KEY !== undefined,
    'the function has no credentials',
  );
  const key = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  return AWS_SESSION_TOKEN ? { ...key, sessionToken: AWS_SESSION_TOKEN } : key;
}
