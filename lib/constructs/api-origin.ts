import { SecretValue } from 'aws-cdk-lib';
import { type IOrigin, OriginProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { EDGE_KEY_HEADER } from '../../functions/contract/edge-key';
import type { Configuration } from '../configuration';
import { edgeKeyName } from './edge-key';

/** The API as a CloudFront origin; with an edge, including the key that proves a request didn't bypass it. */
export function apiOrigin(configuration: Configuration, apiHost: string): IOrigin {
  const key = SecretValue.secretsManager(edgeKeyName(configuration)).unsafeUnwrap();
  return new HttpOrigin(apiHost, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    ...(configuration.edge && { customHeaders: { [EDGE_KEY_HEADER]: key } }),
  });
}
