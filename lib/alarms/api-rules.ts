import type { Configuration } from '../configuration';
import { credentialFunctions } from '../functions';
import { type AlarmRules, above, ownMetric, period, sumOf } from './alarm-rule';
import type { Observed } from './observed';

/** Per five minutes: a few users retrying too fast is no reason to alert anyone. */
const THROTTLED_SIGN_INS = 10;

export function apiRules(configuration: Configuration, { api }: Observed): AlarmRules {
  const throttles = Object.fromEntries(
    credentialFunctions.map((name, index) => [
      `throttles${index}`,
      ownMetric(configuration, name, 'IdentityThrottles', 'Sum'),
    ]),
  );
  return {
    'api-server-errors': {
      // Each request adds a 0 or a 1, so the average is the rate.
      metric: api.stage.metricServerError({ period, statistic: 'Average' }),
      ...above(0.01),
      runbook:
        'One request in a hundred fails with a 5xx. Find a request id in the access log, then its function log.',
    },
    'sign-in-throttles': {
      metric: sumOf('sign-ins and sign-ups that Cognito refused', throttles),
      ...above(THROTTLED_SIGN_INS),
      runbook:
        'Cognito refuses sign-ins or sign-ups because its account-wide quota is used up: find the source, or raise it.',
    },
  };
}
