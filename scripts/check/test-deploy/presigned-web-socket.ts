import { createHash, createHmac } from 'node:crypto';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** A URL with which the environment's credentials may open a WebSocket to IoT Core for the next few minutes. */
export async function presignedWebSocket(host: string, region: string): Promise<string> {
  const credentials = await new IoTDataPlaneClient({ region }).config.credentials();
  return presign({ host, path: '/mqtt', service: 'iotdevicegateway', region, credentials, at: new Date() });
}

interface ToSign {
  host: string;
  path: string;
  service: string;
  region: string;
  credentials: Credentials;
  at: Date;
  expiresSeconds?: number;
  payloadHash?: string;
}

const NOTHING = createHash('sha256').digest('hex');

/**
 * Signature Version 4 in the query string of a GET.
 * Source: AWS General Reference, "Signing AWS API requests"; IoT Core requires the session token added after signing.
 */
export function presign(request: ToSign): string {
  const { host, path, service, region, credentials, expiresSeconds = 300, payloadHash = NOTHING } = request;
  const time = request.at.toISOString().replaceAll(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': 'host',
  });
  const canonical = ['GET', path, query.toString(), `host:${host}`, '', 'host', payloadHash].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')];
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  query.set('X-Amz-Signature', createHmac('sha256', key).update(toSign.join('\n')).digest('hex'));
  if (credentials.sessionToken) query.set('X-Amz-Security-Token', credentials.sessionToken);
  return `wss://${host}${path}?${query}`;
}
