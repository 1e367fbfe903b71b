import { type MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Configuration } from '../configuration';
import type { TradingTable } from '../constructs/trading-table';
import { type AlarmRules, above, period, sumOf } from './alarm-rule';
import type { Observed } from './observed';

const NEARLY_ALL = 0.8;

export function capacityRules({ accountConcurrency }: Configuration, { table }: Observed): AlarmRules {
  return {
    'table-write-throttles': {
      metric: tableThrottles(table, 'WriteThrottleEvents'),
      ...above(10),
      runbook:
        'The table or its index throttles more writes than retries absorb: look for a stock or account causing most.',
    },
    'table-read-throttles': {
      metric: tableThrottles(table, 'ReadThrottleEvents'),
      ...above(10),
      runbook:
        'The table or its index throttles more reads than retries absorb: look for a stock or account causing most.',
    },
    concurrency: {
      // Over all functions of the account, which share the quota.
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'ConcurrentExecutions',
        statistic: 'Maximum',
        period,
      }),
      ...above(NEARLY_ALL * accountConcurrency),
      runbook:
        "80% of the account's concurrent executions are in use: raise the quota, or reserve some for vital functions.",
    },
  };
}

/** Throttles of an index are counted only under its name, and block writes to the table as well. */
function tableThrottles({ table, indexNames }: TradingTable, metricName: string): MathExpression {
  const ofIndexes = indexNames.map((GlobalSecondaryIndexName, index): [string, Metric] => [
    `index${index}`,
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName,
      dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName },
      statistic: 'Sum',
      period,
    }),
  ]);
  const ofTable = table.metric(metricName, { period, statistic: 'Sum' });
  return sumOf(metricName, { table: ofTable, ...Object.fromEntries(ofIndexes) });
}
