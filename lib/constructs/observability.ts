import { Aws } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmRule } from '../alarms/alarm-rule';
import { alarmRules } from '../alarms/alarm-rules';
import type { Observed } from '../alarms/observed';
import type { Configuration } from '../configuration';
import { graph, throughputGraphs } from './graphs';

/** The dashboard, the alarms and their notifications. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, configuration: Configuration, observed: Observed) {
    super(scope, id);
    const rules = alarmRules(configuration, observed);
    const alarms = Object.entries(rules).map(([name, rule]) => this.declareAlarm(name, rule, configuration));

    const { alarmEmail, monthlyBudget } = configuration;
    if (alarmEmail !== undefined) this.sendTo(alarmEmail, alarms);
    if (alarmEmail !== undefined && monthlyBudget !== '')
      this.watchBill(alarmEmail, monthlyBudget, configuration);

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

  /** Covers the whole account, so it shows the cost of an attack or a mistake wherever it arises. */
  private watchBill(email: string, monthlyBudget: number, { stage }: Configuration): void {
    const whenAbove = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: email }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `trading-${stage}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudget, unit: 'USD' },
      },
      notificationsWithSubscribers: [
        whenAbove('ACTUAL', 50),
        whenAbove('ACTUAL', 100),
        whenAbove('FORECASTED', 100),
      ],
    });
  }

  private sendTo(email: string, alarms: Alarm[]): void {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    // A policy that enforces TLS replaces the default one, so the alarms need an explicit permission.
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
