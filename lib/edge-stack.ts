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
  /** Where the API is, as AWS calls it. */
  apiHost: string;
}

/**
 * What stands before the API: CloudFront, with a firewall that limits what one address may ask. It is a stack of its
 * own because such a firewall lives in one region, and so that the trading stack can be deployed without it.
 */
export class EdgeStack extends Stack {
  /** Of what stands before every way in. */
  readonly firewallArn: string;

  constructor(scope: Construct, id: string, { configuration, apiHost, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, terminationProtection: configuration.terminationProtection });
    new CfnRule(this, 'Region', {
      assertions: [
        {
          assert: Fn.conditionEquals(this.region, edgeRegion),
          assertDescription: `The edge lives in ${edgeRegion}: with "-c region=" the rest may live elsewhere.`,
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
        // Everything but the host, by which API Gateway knows itself.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      // The files of the documentation never change under their addresses, and would be most of what is sent.
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
      ['AwsSolutions-CFR1', 'Whoever may trade may do so from wherever he is.'],
      ['AwsSolutions-CFR3', 'The API logs every request, and the firewall samples those that it refuses.'],
      ['AwsSolutions-CFR4', 'Without a name of its own the distribution has the certificate of CloudFront.'],
    ];
    for (const [rule, reason] of accepted) acknowledge(distribution, rule, reason);
    return distribution;
  }

  /** Both spellings of a path are one, whatever API Gateway makes of a slash at the end. */
  private declareSlashes({ stage }: Configuration): EdgeFunction {
    return new EdgeFunction(this, 'Slashes', {
      functionName: `trading-${stage}-slashes`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(withoutSlashAtTheEnd),
    });
  }
}

/** In the JavaScript of CloudFront. */
export const withoutSlashAtTheEnd = `function handler(event) {
  var request = event.request;
  if (request.uri.startsWith('${basePath}/')) request.uri = request.uri.replace(/\\/+$/, '');
  return request;
}`;
