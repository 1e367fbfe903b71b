import type { Configuration } from '../configuration';
import { publisher, quotePublisher } from '../functions';
import { type AlarmRules, above, period, sumOf, waitingMs } from './alarm-rule';
import { type Observed, observedFunction } from './observed';

export function eventRules({ quoteEvents }: Configuration, observed: Observed): AlarmRules {
  const publishEvents = observedFunction(observed, publisher);
  const publishers = quoteEvents
    ? [publishEvents, observedFunction(observed, quotePublisher)]
    : [publishEvents];
  const errors = Object.fromEntries(
    publishers.map((fn, index) => [`errors${index}`, fn.metricErrors({ period })]),
  );
  return {
    'publisher-age': {
      metric: waitingMs(publishEvents, 'IteratorAge'),
      ...above(60_000),
      runbook:
        'Events of orders and fills go out over a minute late. Trading goes on; look in the log of publish-events.',
    },
    'publisher-errors': {
      metric: sumOf('failed invocations', errors),
      ...above(0),
      runbook:
        'A publisher of events threw. The stream brings the changes again; check its log before they become dead letters.',
    },
  };
}
