import { timingSafeEqual } from 'node:crypto';

// What stands before the gateway in a deployment with an edge: it limits what one address may ask, so nobody may go
// round it. It tells the functions who it is by a key that they share.

/** The header in which the edge sends its key. Whatever a client sends under the name never gets past the edge. */
export const EDGE_KEY_HEADER = 'x-front-key';

interface Received {
  readonly headers: Record<string, string | undefined>;
  readonly requestContext: { readonly http: { readonly sourceIp: string } };
}

/** Whether the request came by the edge, where there is one. */
export function cameByTheEdge({ headers }: Pick<Received, 'headers'>): boolean {
  const key = process.env.EDGE_KEY;
  if (!key) return true;
  const [expected, given] = [Buffer.from(key), Buffer.from(headers[EDGE_KEY_HEADER] ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * The address of the person. Behind the edge the gateway sees the edge's own; of those that were forwarded the one
 * before it was added by the edge, and can't be made up.
 */
export function sourceAddress({ headers, requestContext }: Received): string {
  const { sourceIp } = requestContext.http;
  if (!process.env.EDGE_KEY) return sourceIp;
  return headers['x-forwarded-for']?.split(',').at(-2)?.trim() || sourceIp;
}
