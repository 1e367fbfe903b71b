import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Job, type JobName, jobs } from '../functions';
import { namesOf } from '../records';

const once = { retryAttempts: 0, maxEventAge: Duration.minutes(5) };

/** The jobs' schedules. A failed run isn't retried: the next one finds the same state and does its work. */
export class ScheduledJobs extends Construct {
  constructor(scope: Construct, id: string, handlers: Record<JobName, LambdaFunction>) {
    super(scope, id);
    for (const name of namesOf(jobs)) {
      const fn = handlers[name];
      const job: Job = jobs[name];
      new Rule(this, name, {
        description: job.description,
        schedule: Schedule.expression(job.schedule),
        targets: [
          new LambdaTarget(fn, {
            ...once,
            ...('input' in job && { event: RuleTargetInput.fromObject(job.input) }),
          }),
        ],
      });
      fn.configureAsyncInvoke({ retryAttempts: 0 });
    }
  }
}
