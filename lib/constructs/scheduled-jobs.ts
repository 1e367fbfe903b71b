import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type JobName, jobs } from '../functions';
import { namesOf } from '../records';

/** The clock of the jobs. A run that fails is not repeated: the next one finds the same state and does its work. */
export class ScheduledJobs extends Construct {
  constructor(scope: Construct, id: string, handlers: Record<JobName, LambdaFunction>) {
    super(scope, id);
    for (const name of namesOf(jobs)) {
      const fn = handlers[name];
      new Rule(this, name, {
        description: jobs[name].description,
        schedule: Schedule.expression(jobs[name].schedule),
        targets: [new LambdaTarget(fn, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
      });
      fn.configureAsyncInvoke({ retryAttempts: 0 });
    }
  }
}
