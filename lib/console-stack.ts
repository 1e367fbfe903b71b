import { ArnFormat, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-iot';
import type { Construct } from 'constructs';
import { basePath } from '../functions/contract/route';
import { acknowledge } from './acknowledge';
import type { Configuration } from './configuration';
import { apiOrigin } from './constructs/api-origin';
import { ConsoleSite } from './constructs/console-site';
import { liveAuthorizerName } from './constructs/live-events';
import { subscriberAuthorizer } from './functions';

interface ConsoleStackProps extends StackProps {
  configuration: Configuration;
  /** IoT Core's data endpoint. */
  iotEndpoint: string;
  /** The built console. */
  folder: string;
  /** The API's default host name on AWS. */
  apiHost: string;
  firewallArn?: string | undefined;
}

/**
 * The console: its files and the API under one host name, and the authorizer for browsers' subscriptions. It is a
 * separate stack so that the trading stack stays deployable in every account and the emulator.
 */
export class ConsoleStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { configuration, iotEndpoint, folder, apiHost, firewallArn, ...props }: ConsoleStackProps,
  ) {
    super(scope, id, props);
    this.declareAuthorizer(configuration);
    const site = new ConsoleSite(this, 'Site', { configuration, iotEndpoint, folder });
    const distribution = this.declareDistribution(site, { apiHost, firewallArn, configuration });
    new CfnOutput(this, 'ConsoleUrl', { value: `https://${distribution.distributionDomainName}/` });
  }

  /** Users can't sign tokens with a key of ours, so signing is off; the function's concurrency is limited. */
  private declareAuthorizer(configuration: Configuration): void {
    const { stage } = configuration;
    new CfnAuthorizer(this, 'Authorizer', {
      authorizerName: liveAuthorizerName(configuration),
      authorizerFunctionArn: this.formatArn({
        service: 'lambda',
        resource: 'function',
        resourceName: `trading-${stage}-${subscriberAuthorizer}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      signingDisabled: true,
      status: 'ACTIVE',
    });
  }

  private declareDistribution(
    site: ConsoleSite,
    {
      apiHost,
      firewallArn,
      configuration,
    }: Pick<ConsoleStackProps, 'apiHost' | 'firewallArn' | 'configuration'>,
  ): Distribution {
    const distribution = new Distribution(this, 'Distribution', {
      comment: `trading-${configuration.stage}-console`,
      ...(firewallArn !== undefined && { webAclId: firewallArn }),
      defaultBehavior: site.behavior,
      additionalBehaviors: {
        [`${basePath}/*`]: {
          origin: apiOrigin(configuration, apiHost),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // Everything but the Host header, by which API Gateway identifies the API.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
    const accepted: [rule: string, reason: string][] = [
      ['AwsSolutions-CFR1', 'Users may trade from anywhere.'],
      ['AwsSolutions-CFR2', 'The firewall comes with the edge; without one the API has its own throttles.'],
      ['AwsSolutions-CFR3', 'The API logs every request; everything else is public files.'],
      ['AwsSolutions-CFR4', "Without its own domain name the distribution uses CloudFront's certificate."],
    ];
    for (const [rule, reason] of accepted) acknowledge(distribution, rule, reason);
    return distribution;
  }
}
