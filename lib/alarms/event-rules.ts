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
        'Order and fill events are over a minute late. Trading continues; check the log of publish-events.',
    },
    'publisher-errors': {
      metric: sumOf('failed invocations', errors),
      ...above(0),
      runbook:
        'An event publisher threw. The stream redelivers the changes; check its log before they become dead letters.',
    },
  };
}
