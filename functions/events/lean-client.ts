// Avoids work that the SDK repeats on every call with the same result: a seventh of a call's CPU time.
import { configuredEndpoint, type Service } from '../storage/table/configured-endpoint';

interface LeanOptions {
  readonly endpoint?: string;
  readonly ignoreConfiguredEndpointUrls: true;
}

/**
 * A service's endpoint, looked up once: by default a client checks the environment, and on AWS the shared configuration
 * too, before each call.
 *
 * @param service the suffix of its endpoint's environment variable
 */
export function knownEndpoint(service: Service): LeanOptions {
  const endpoint = configuredEndpoint(service);
  return { ignoreConfiguredEndpointUrls: true, ...(endpoint && { endpoint }) };
}

interface Leanable {
  readonly middlewareStack: { remove(middleware: string): boolean };
}

/**
 * A client that skips two steps per call: copying input and output, redacted, for a logger that isn't there, and
 * rebuilding a User-Agent that never changes.
 */
export function lean<Client extends Leanable>(client: Client): Client {
  for (const middleware of ['loggerMiddleware', 'getUserAgentMiddleware']) {
    client.middlewareStack.remove(middleware);
  }
  return client;
}
