import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { basePath } from '../../functions/contract/route';
import type { Configuration } from '../configuration';

/** The window over which WAF counts an address's requests. */
const WINDOW_SECONDS = 300;
const TOO_MANY_REQUESTS = 429;

/** Per-address limits: on all requests and, far lower, on those that check passwords or create accounts. */
export function rateRules(configuration: Configuration): CfnWebACL.RuleProperty[] {
  const { requestsPerAddress, credentialRequestsPerAddress } = configuration;
  const paths = ['token', 'users', 'users/confirm', 'users/[^/]+/password', 'password/(forgot|reset)'];
  return [
    rateRule('credentials', 1, credentialRequestsPerAddress, {
      andStatement: { statements: [isPost, pathIs(`${basePath}/(${paths.join('|')})`)] },
    }),
    rateRule('everything', 2, requestsPerAddress),
  ];
}

function rateRule(
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: WINDOW_SECONDS,
        limit,
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
    action: { block: { customResponse: { responseCode: TOO_MANY_REQUESTS } } },
    visibilityConfig: visible(name),
  };
}

export function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

const isPost: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { method: {} },
    positionalConstraint: 'EXACTLY',
    searchString: 'POST',
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};

/** @param path a regular expression; matches with or without a trailing slash */
function pathIs(path: string): CfnWebACL.StatementProperty {
  return {
    regexMatchStatement: {
      fieldToMatch: { uriPath: {} },
      regexString: `^${path}/?$`,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}
