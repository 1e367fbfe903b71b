// What the SDK would do for each call anew although it always comes to the same costs it a third of a call's time.

interface LeanOptions {
  readonly endpoint?: string;
  readonly ignoreConfiguredEndpointUrls: true;
}

/**
 * Where a service answers, looked up once: by itself a client asks the environment, and on AWS the shared configuration
 * too, before each call.
 *
 * @param service as its endpoint's variable names it
 */
export function knownEndpoint(service: 'DYNAMODB' | 'IOT_DATA_PLANE'): LeanOptions {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL;
  return { ignoreConfiguredEndpointUrls: true, ...(endpoint && { endpoint }) };
}

interface Loggable {
  readonly middlewareStack: { remove(middleware: string): boolean };
}

/** For a log that nobody writes, input and output of each call would be copied without what is sensitive in them. */
export function withoutLog<Client extends Loggable>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
