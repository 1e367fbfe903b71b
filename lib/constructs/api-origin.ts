import { SecretValue } from 'aws-cdk-lib';
import { type IOrigin, OriginProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Configuration } from '../configuration';
import { edgeKeyName } from './edge-key';

/** The API behind CloudFront; where there is an edge, with the key that says that a request did not go round it. */
export function apiOrigin(configuration: Configuration, apiHost: string): IOrigin {
  const key = SecretValue.secretsManager(edgeKeyName(configuration)).unsafeUnwrap();
  return new HttpOrigin(apiHost, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    ...(configuration.edge && { customHeaders: { 'x-front-key': key } }),
  });
}
