import { timingSafeEqual } from 'node:crypto';
import { EDGE_KEY_HEADER } from '../../contract/edge-key';

// In a deployment with an edge, the edge sits in front of the gateway and rate-limits each address, so it must not be
// bypassed. It identifies itself to the functions by a shared key.

interface Received {
  readonly headers: Record<string, string | undefined>;
  readonly requestContext: { readonly http: { readonly sourceIp: string } };
}

/** Whether the request came through the edge; always true in a deployment without one. */
export function cameThroughEdge({ headers }: Pick<Received, 'headers'>): boolean {
  const key = process.env.EDGE_KEY;
  if (!key) return true;
  const [expected, given] = [Buffer.from(key), Buffer.from(headers[EDGE_KEY_HEADER] ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * The client's address. Behind the edge the gateway sees the edge's own; the forwarded address before it was added by
 * the edge and can't be forged.
 */
export function sourceAddress({ headers, requestContext }: Received): string {
  const { sourceIp } = requestContext.http;
  if (!process.env.EDGE_KEY) return sourceIp;
  return headers['x-forwarded-for']?.split(',').at(-2)?.trim() || sourceIp;
}
