import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  openIdentityProvider,
} from '../../../local/identity/identity-provider';
import { generatePrivateKey } from '../../../local/identity/signing-key';

export const poolId = 'us-east-1_Test';
export const clientId = 'test-client';

/** A clock that stands still until a test moves it. */
export class Clock {
  private nowMs = Date.parse('2026-01-05T10:00:00Z');
  readonly now = () => this.nowMs;
  advanceSeconds(seconds: number): void {
    this.nowMs += seconds * 1000;
  }
}

/** Finding its primes takes longer than most tests. */
const sharedKey = generatePrivateKey();

/** A pool that is kept in a file is left to its own key. */
export async function openPool(options: Partial<IdentityProviderOptions> = {}): Promise<IdentityProvider> {
  // The cheapest scrypt there is: what it costs is another test's business.
  const scryptCost = { cost: 2, blockSize: 1, parallelization: 1 };
  const signing = options.dataFile === undefined && { signingKey: await sharedKey };
  return openIdentityProvider({
    ...{ region: 'us-east-1', poolId, clientId, scryptCost },
    ...signing,
    ...options,
  });
}

export interface PoolOnTheWire {
  client: CognitoIdentityProviderClient;
  close(): Promise<void>;
}

/** Puts the provider behind HTTP as the local host does, and the real SDK client in front of it. */
export async function onTheWire(identity: IdentityProvider): Promise<PoolOnTheWire> {
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const { status, body } = await identity.handle(operation, await json(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    client,
    close: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
