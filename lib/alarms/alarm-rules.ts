import type { Configuration } from '../configuration';
import type { AlarmRules } from './alarm-rule';
import { apiRules } from './api-rules';
import { capacityRules } from './capacity-rules';
import { eventRules } from './event-rules';
import { feedRules } from './feed-rules';
import { jobRules } from './job-rules';
import type { Observed } from './observed';

/** Only alarms that someone can act on. */
export function alarmRules(configuration: Configuration, observed: Observed): AlarmRules {
  return {
    ...feedRules(configuration, observed),
    ...eventRules(configuration, observed),
    ...apiRules(configuration, observed),
    ...capacityRules(configuration, observed),
    ...jobRules(configuration, observed),
  };
}
