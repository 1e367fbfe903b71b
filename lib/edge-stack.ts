import { CfnOutput, CfnRule, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { basePath } from '../functions/contract/route';
import type { Configuration } from './configuration';
import { type ConsoleFiles, ConsoleSite } from './constructs/console-site';
import { Front } from './constructs/front';
import { rateRules, visible } from './constructs/rate-rules';
import { edgeRegion } from './edge-region';

interface EdgeStackProps extends StackProps {
  configuration: Configuration;
  /** Served from here too, if there is one. */
  console?: ConsoleFiles | undefined;
  /** The API's default host name on AWS. */
  apiHost: string;
}

/**
 * The edge in front of the API: CloudFront, with a firewall that rate-limits each address. It is a separate stack
 * because such a firewall must be in one particular region, and so that the trading stack can be deployed without it.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, console, apiHost, ...props }: EdgeStackProps) {
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
    const site = console && new ConsoleSite(this, 'Site', { configuration, ...console });
    const front = new Front(this, 'Front', { configuration, apiHost, site, webAclId: acl.attrArn });
    new CfnOutput(this, 'ApiUrl', { value: `${front.url}${basePath}` });
    if (site) new CfnOutput(this, 'ConsoleUrl', { value: `${front.url}/` });
  }
}
