import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import {
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import {
  ASSETS_FOLDER,
  CONFIGURATION_FILE,
  type ConsoleConfiguration,
  cacheControl,
  consolePolicy,
} from '../../functions/contract/console';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';
import { liveAuthorizerName } from './live-events';

/** What the console needs besides its configuration. */
export interface ConsoleFiles {
  /** IoT Core's data endpoint, which differs per account. */
  iotEndpoint: string;
  /** The built console. */
  folder: string;
}

interface ConsoleSiteProps extends ConsoleFiles {
  configuration: Configuration;
}

/** The console's files in a bucket that only the distribution can read, and how they are served. */
export class ConsoleSite extends Construct {
  /** For every path that isn't the API's. */
  readonly behavior: BehaviorOptions;
  private readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { configuration, iotEndpoint, folder }: ConsoleSiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // A deployment restores everything in it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The CDK's own types disagree under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
    acknowledge(bucket, 'AwsSolutions-S1', 'Only the distribution reads it, and every file in it is public.');
    this.upload(folder, consoleConfigurationOf(configuration, iotEndpoint));
    this.behavior = {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: this.declareHeaders(configuration, `wss://${iotEndpoint}`),
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: this.declarePages(configuration) },
      ],
    };
  }

  /** Old files are kept: a page that is still open keeps requesting the scripts of its own build. */
  private upload(folder: string, configuration: ConsoleConfiguration): void {
    const kinds = {
      Assets: {
        sources: [Source.asset(folder, { exclude: ['*', `!${ASSETS_FOLDER}`, `!${ASSETS_FOLDER}/**`] })],
        control: cacheControl.asset,
      },
      Pages: { sources: [Source.asset(folder, { exclude: [ASSETS_FOLDER] })], control: cacheControl.page },
      Configuration: {
        sources: [Source.jsonData(CONFIGURATION_FILE, configuration)],
        control: cacheControl.configuration,
      },
    };
    const uploads = Object.entries(kinds).map(
      ([name, { sources, control }]) =>
        new BucketDeployment(this, name, {
          sources,
          destinationBucket: this.bucket,
          cacheControl: [CacheControl.fromString(control)],
          prune: false,
          retainOnDelete: false,
        }),
    );
    // Pages are uploaded after the assets they request.
    uploads.reduce((before, after) => {
      after.node.addDependency(before);
      return after;
    });
    this.acceptUploader();
  }

  /** The function that copies files is the CDK's own, one per stack. */
  private acceptUploader(): void {
    const uploader = Stack.of(this).node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucket'));
    if (uploader === undefined) throw new Error("the stack has the CDK's upload function");
    const reason = 'Declared by the CDK: it copies from the asset bucket into this one during a deployment.';
    acknowledge(uploader, 'AwsSolutions-L1', reason);
    acknowledge(
      uploader,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason,
    );
    for (const action of ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*']) {
      acknowledge(uploader, `AwsSolutions-IAM5[Action::${action}]`, reason);
    }
    const known = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
    const { account, region } = Stack.of(this);
    const place = `${known(account, 'AccountId')}-${known(region, 'Region')}`;
    for (const resource of [
      `arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-${place}/*`,
      `<${this.bucketLogicalId()}.Arn>/*`,
    ]) {
      acknowledge(uploader, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
    }
  }

  private bucketLogicalId(): string {
    const declared = this.bucket.node.defaultChild;
    return declared instanceof CfnBucket ? Stack.of(this).getLogicalId(declared) : '';
  }

  private declareHeaders({ stage }: Configuration, liveOrigin: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: `trading-${stage}-console`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: consolePolicy(liveOrigin), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true }],
      },
    });
  }

  private declarePages({ stage }: Configuration): EdgeFunction {
    return new EdgeFunction(this, 'PagesFunction', {
      functionName: `trading-${stage}-console-pages`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(pageForPaths),
    });
  }
}

/**
 * A CloudFront Function: a path without a file extension is a route of the console. A custom error page would work too,
 * but would also replace the API's 403s and 404s.
 */
export const pageForPaths = `function handler(event) {
  var request = event.request;
  if (!/\\.[^\\/]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

export function consoleConfigurationOf(
  configuration: Configuration,
  iotEndpoint: string,
): ConsoleConfiguration {
  const { stage, quoteMaxAgeSeconds, marketCollarPercent, minimumPasswordLength, publishTicks } =
    configuration;
  const authorizer = liveAuthorizerName(configuration);
  return {
    stage,
    live_url: `wss://${iotEndpoint}/mqtt?x-amz-customauthorizer-name=${authorizer}`,
    quote_max_age_seconds: quoteMaxAgeSeconds,
    market_collar_percent: marketCollarPercent,
    fees: {
      basis_points: Number(configuration.feeBasisPoints),
      per_share: Number(configuration.feePerShare),
      minimum: Number(configuration.feeMinimum),
      sides: configuration.feeSides,
    },
    password_length: minimumPasswordLength,
    features: publishTicks ? ['publish_ticks'] : [],
  };
}
