import { Aws } from 'aws-cdk-lib';
import { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';
import { type AlarmRule, alarmRules, type Observed } from './alarm-rules';
import { graph, throughputGraphs } from './graphs';

/** What a person looks at, and what calls a person. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, configuration: Configuration, observed: Observed) {
    super(scope, id);
    const rules = alarmRules(configuration, observed);
    const alarms = Object.entries(rules).map(([name, rule]) => this.declareAlarm(name, rule, configuration));

    const { alarmEmail } = configuration;
    if (alarmEmail !== undefined) this.sendTo(alarmEmail, alarms);

    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `trading-${configuration.stage}` });
    dashboard.addWidgets(...throughputGraphs(configuration, observed));
    dashboard.addWidgets(
      ...Object.entries(rules).map(([name, { metric, threshold }]) => graph(name, [metric], threshold)),
    );
  }

  private declareAlarm(name: string, rule: AlarmRule, configuration: Configuration): Alarm {
    return new Alarm(this, name, {
      alarmName: `trading-${configuration.stage}-${name}`,
      alarmDescription: `${rule.runbook} Runbook: docs/operating/runbook.md#${name}`,
      metric: rule.metric,
      threshold: rule.threshold,
      comparisonOperator: rule.comparison,
      evaluationPeriods: rule.periods,
      treatMissingData: rule.whenMissing,
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
