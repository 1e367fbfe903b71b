import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Api } from '../constructs/api';
import type { DeadLetters } from '../constructs/dead-letters';
import type { TradingTable } from '../constructs/trading-table';
import type { FunctionName } from '../functions';

/** What the alarms watch. */
export interface Observed {
  table: TradingTable;
  deadLetters: DeadLetters;
  api: Api;
  /** The functions that this deployment has. */
  functions: Partial<Record<FunctionName, LambdaFunction>>;
  topicRuleName: string;
}

export function observedFunction({ functions }: Observed, name: FunctionName): LambdaFunction {
  const fn = functions[name];
  if (fn === undefined) throw new Error(`the deployment has no function ${name}`);
  return fn;
}
