import { CfnOutput, CfnRule, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  type IOrigin,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { basePath } from '../functions/contract/route';
import { acknowledge } from './acknowledge';
import { type Configuration, edgeRegion } from './configuration';
import { apiOrigin } from './constructs/api-origin';
import { rateRules, visible } from './constructs/rate-rules';

interface EdgeStackProps extends StackProps {
  configuration: Configuration;
  /** The API's default host name on AWS. */
  apiHost: string;
}

/**
 * The edge in front of the API: CloudFront, with a firewall that rate-limits each address. It is a separate stack
 * because such a firewall must be in one particular region, and so that the trading stack can be deployed without it.
 */
export class EdgeStack extends Stack {
  /** The firewall, to be used by every public distribution. */
  readonly firewallArn: string;

  constructor(scope: Construct, id: string, { configuration, apiHost, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, terminationProtection: configuration.terminationProtection });
    new CfnRule(this, 'Region', {
      assertions: [
        {
          assert: Fn.conditionEquals(this.region, edgeRegion),
          assertDescription: `The edge must be in ${edgeRegion}; use "-c region=" to put the rest elsewhere.`,
        },
      ],
    });
    const acl = new CfnWebACL(this, 'Firewall', {
      name: `trading-${configuration.stage}-edge`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('edge'),
      rules: rateRules(configuration),
    });
    this.firewallArn = acl.attrArn;
    const origin = apiOrigin(configuration, apiHost);
    const distribution = this.declareDistribution(origin, acl.attrArn, configuration);
    const host = configuration.domainName ?? distribution.distributionDomainName;
    new CfnOutput(this, 'ApiUrl', { value: `https://${host}${basePath}` });
  }

  private declareDistribution(origin: IOrigin, webAclId: string, configuration: Configuration): Distribution {
    const { domainName, certificateArn } = configuration;
    const common = {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: this.declareSlashes(configuration) },
      ],
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: `trading-${configuration.stage}`,
      webAclId,
      defaultBehavior: {
        ...common,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // Everything but the Host header, by which API Gateway identifies the API.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      // The documentation's assets can be cached, and would otherwise be most of the traffic to the API.
      additionalBehaviors: {
        [`${basePath}/docs/assets/*`]: { ...common, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
      },
      ...(domainName !== undefined &&
        certificateArn !== undefined && {
          domainNames: [domainName],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    const accepted: [rule: string, reason: string][] = [
      ['AwsSolutions-CFR1', 'Users may trade from anywhere.'],
      ['AwsSolutions-CFR3', 'The API logs every request, and the firewall samples those it blocks.'],
      ['AwsSolutions-CFR4', "Without its own domain name the distribution uses CloudFront's certificate."],
    ];
    for (const [rule, reason] of accepted) acknowledge(distribution, rule, reason);
    return distribution;
  }

  /** Makes paths with and without a trailing slash equivalent, whatever API Gateway makes of the slash. */
  private declareSlashes({ stage }: Configuration): EdgeFunction {
    return new EdgeFunction(this, 'Slashes', {
      functionName: `trading-${stage}-slashes`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(withoutSlashAtTheEnd),
    });
  }
}

/** A CloudFront Function. */
export const withoutSlashAtTheEnd = `function handler(event) {
  var request = event.request;
  if (request.uri.startsWith('${basePath}/')) request.uri = request.uri.replace(/\\/+$/, '');
  return request;
}`;
