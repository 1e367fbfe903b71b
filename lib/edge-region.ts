import type { Configuration } from './configuration';

/** The region in which CloudFront expects its firewall and certificate. */
export const edgeRegion = 'us-east-1';

/** Whether the edge is in a different region: references to it then need the CDK's custom resources. */
export function hasFarEdge({ edge, region }: Pick<Configuration, 'edge' | 'region'>): boolean {
  return edge && region !== '' && region !== edgeRegion;
}
