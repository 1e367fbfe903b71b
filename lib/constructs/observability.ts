import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import type { Api } from './api';
import type { DeadLetters } from './dead-letters';
import { metricsNamespace } from './function-defaults';
import type { TradingTable } from './trading-table';

interface Observed {
  table: TradingTable;
  deadLetters: DeadLetters;
  api: Api;
  matchTicks: LambdaFunction;
}

interface AlarmRule {
  metric: IMetric;
  /** What the person who is called should know and do, in a sentence or two. */
  runbook: string;
  /** The alarm rings above this; 0 where nothing at all should ever happen. */
  above: number;
}

const period = Duration.minutes(5);

/** What a person looks at, and what calls a person. An alarm is here only when there is something to do about it. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, configuration: Configuration, observed: Observed) {
    super(scope, id);
    const rules = alarmRules(configuration, observed);
    const alarms = Object.entries(rules).map(([name, rule]) => this.declareAlarm(name, rule, configuration));

    const { alarmEmail } = configuration;
    if (alarmEmail !== undefined) this.sendTo(alarmEmail, alarms);

    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `trading-${configuration.stage}` });
    dashboard.addWidgets(...throughputGraphs(configuration, observed));
    dashboard.addWidgets(...Object.entries(rules).map(([name, { metric }]) => graph(name, [metric])));
  }

  private declareAlarm(name: string, rule: AlarmRule, configuration: Configuration): Alarm {
    return new Alarm(this, name, {
      alarmName: `trading-${configuration.stage}-${name}`,
      alarmDescription: rule.runbook,
      metric: rule.metric,
      threshold: rule.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // All of these count trouble: no figure means no trouble.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private sendTo(email: string, alarms: Alarm[]): void {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    // A policy that enforces TLS takes the place of the default one, so the alarms must be let in by name.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }
}

function alarmRules(
  configuration: Configuration,
  { table, deadLetters, api, matchTicks }: Observed,
): Record<string, AlarmRule> {
  return {
    'dead-letters': {
      metric: deadLetters.queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      above: 0,
      runbook:
        'Messages were given up. Each carries its reason: read them, mend the publisher or the code, redrive.',
    },
    'matcher-errors': {
      metric: matchTicks.metricErrors({ period }),
      above: 0,
      runbook: 'The matcher threw. Lambda repeats it twice; look in its log before the message is given up.',
    },
    'matcher-throttles': {
      metric: matchTicks.metricThrottles({ period }),
      above: 0,
      runbook:
        'Ticks wait for a free execution of the matcher: raise the concurrency quota or send larger batches.',
    },
    'api-server-errors': {
      metric: api.stage.metricServerError({ period, statistic: 'Sum' }),
      above: 0,
      runbook:
        'A request was answered 5xx. Find its request id in the access log, then in the log of the function.',
    },
    'table-write-throttles': {
      metric: tableThrottles(table, 'WriteThrottleEvents'),
      above: 10,
      runbook:
        'The table refuses more writes than retries absorb: look for one stock or account that takes them all.',
    },
    'table-read-throttles': {
      metric: tableThrottles(table, 'ReadThrottleEvents'),
      above: 10,
      runbook:
        'The table refuses more reads than retries absorb: look for one stock or account that takes them all.',
    },
    'audit-violations': {
      metric: auditViolations(configuration),
      above: 0,
      runbook:
        'A promise about money or shares does not hold. Stop the feed, read the report of GET /api/audit.',
    },
  };
}

function tableThrottles({ table }: TradingTable, metricName: string): Metric {
  return table.metric(metricName, { period, statistic: 'Sum' });
}

// The audit emits this figure itself, under the namespace and service name that its function is given.
function auditViolations(configuration: Configuration): Metric {
  return new Metric({
    namespace: metricsNamespace(configuration),
    metricName: 'AuditViolations',
    dimensionsMap: { service: 'audit' },
    statistic: 'Maximum',
    // The audit runs once a day; a day-long period keeps the alarm up until the next run clears it.
    period: Duration.days(1),
  });
}

function throughputGraphs(configuration: Configuration, { api, matchTicks, table }: Observed): GraphWidget[] {
  const ofMatcher = (metricName: string, statistic: string) =>
    new Metric({
      namespace: metricsNamespace(configuration),
      metricName,
      dimensionsMap: { service: 'match-ticks' },
      statistic,
      period,
    });
  return [
    graph('requests', [api.stage.metricCount({ period, statistic: 'Sum' })]),
    graph('request-latency', [api.stage.metricLatency({ period, statistic: 'p99' })]),
    graph('ticks-and-fills', [ofMatcher('Ticks', 'Sum'), ofMatcher('Fills', 'Sum')]),
    graph('tick-to-commit', [ofMatcher('Lag', 'p99')]),
    graph('matcher-duration', [matchTicks.metricDuration({ period, statistic: 'p99' })]),
    graph('write-units', [table.table.metricConsumedWriteCapacityUnits({ period })]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}
