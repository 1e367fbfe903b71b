import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { basePath } from '../../functions/contract/route';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';
import { apiOrigin } from './api-origin';
import type { ConsoleSite } from './console-site';

interface FrontProps {
  configuration: Configuration;
  /** The API's own host name. */
  apiHost: string;
  /** The console, served under the same name as the API, if there is one. */
  site?: ConsoleSite | undefined;
  /** The ARN of the firewall, if there is one. */
  webAclId?: string | undefined;
}

/** The single distribution in front of everything: the API below its base path, the console's files elsewhere. */
export class Front extends Construct {
  /** Without a trailing slash. */
  readonly url: string;
  private readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { configuration, apiHost, site, webAclId }: FrontProps) {
    super(scope, id);
    const api = this.apiBehavior(configuration, apiHost);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `trading-${configuration.stage}`,
      ...(webAclId !== undefined && { webAclId }),
      defaultBehavior: site?.behavior ?? api,
      additionalBehaviors: {
        // The documentation's files are immutable, and would be most of the traffic.
        [`${basePath}/docs/assets/*`]: { ...keptFiles(api), cachePolicy: CachePolicy.CACHING_OPTIMIZED },
        ...(site && { [`${basePath}/*`]: api }),
      },
      ...this.nameOf(configuration),
    });
    this.url = `https://${configuration.domainName ?? this.distribution.distributionDomainName}`;
    this.acceptFindings();
  }

  private apiBehavior(configuration: Configuration, apiHost: string): BehaviorOptions {
    return {
      origin: apiOrigin(configuration, apiHost),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // Everything but the host, which API Gateway requires to be its own.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: this.declareSlashes(configuration) },
      ],
    };
  }

  private nameOf({ domainName, certificateArn }: Configuration) {
    if (domainName === undefined || certificateArn === undefined) return {};
    return {
      domainNames: [domainName],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  /** Normalizes paths with and without a trailing slash, which API Gateway distinguishes. */
  private declareSlashes({ stage }: Configuration): EdgeFunction {
    return new EdgeFunction(this, 'Slashes', {
      functionName: `trading-${stage}-slashes`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(withoutSlashAtTheEnd),
    });
  }

  private acceptFindings(): void {
    const accepted: [rule: string, reason: string][] = [
      ['AwsSolutions-CFR1', 'Users may trade from anywhere.'],
      ['AwsSolutions-CFR2', 'Without an edge there is no firewall; the API has its own throttles.'],
      [
        'AwsSolutions-CFR3',
        'The API logs every request; the console consists of public files; the firewall samples what it refuses.',
      ],
      ['AwsSolutions-CFR4', "Without a custom domain the distribution uses CloudFront's certificate."],
    ];
    for (const [rule, reason] of accepted) acknowledge(this.distribution, rule, reason);
  }
}

/** Read-only, and independent of anything the viewer sends. */
function keptFiles({ origin, viewerProtocolPolicy, functionAssociations }: BehaviorOptions): BehaviorOptions {
  return {
    origin,
    ...(viewerProtocolPolicy && { viewerProtocolPolicy }),
    ...(functionAssociations && { functionAssociations }),
  };
}

/** In CloudFront's JavaScript. */
export const withoutSlashAtTheEnd = `function handler(event) {
  var request = event.request;
  if (request.uri.startsWith('${basePath}/')) request.uri = request.uri.replace(/\\/+$/, '');
  return request;
}`;
