// What Cognito publishes for verifying its tokens: the discovery document and the public keys, at a separate address
// that serves nothing else.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen } from '../ports';
import type { IdentityProvider } from './identity-provider';
import { publishedDocument } from './published-document';

export interface Discovery {
  /** The pool's address, in place of its issuer URL at Cognito. */
  url: string;
  stop(): Promise<void>;
}

export async function serveDiscovery(identity: IdentityProvider): Promise<Discovery> {
  const server = createServer({ requestTimeout: 5_000 }, ({ method, url = '' }, outgoing) => {
    const document = method === 'GET' ? publishedDocument(identity, url) : undefined;
    outgoing.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(document ?? { message: 'Not Found' }));
  });
  const port = await listen(server, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${port}${new URL(identity.issuer).pathname}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
