import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type RouteName, routes } from '../functions/contract/routes';
import type { CodeOf } from './bundle';
import type { Configuration } from './configuration';
import { Api } from './constructs/api';
import { DeadLetters } from './constructs/dead-letters';
import { EventPublishing } from './constructs/event-publishing';
import { Feed } from './constructs/feed';
import { type FunctionSize, functionDefaults } from './constructs/function-defaults';
import { Identity } from './constructs/identity';
import { LiveEvents } from './constructs/live-events';
import { Observability } from './constructs/observability';
import { ScheduledJobs } from './constructs/scheduled-jobs';
import { TradingTable } from './constructs/trading-table';
import {
  type FunctionName,
  fallback,
  type JobName,
  jobs,
  matcher,
  publisher,
  subscriberAuthorizer,
} from './functions';
import { tableAccess } from './permissions';
import { byName, namesOf } from './records';

interface TradingStackProps extends StackProps {
  configuration: Configuration;
  codeOf: CodeOf;
}

// Memory buys processor: 1,769 MB is a whole one. A request mostly waits for the table; matching computes.
const request: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 15 };
const matching: FunctionSize = { memoryMegabytes: 1024, timeoutSeconds: 60 };
const publishing: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 60 };
// IoT Core waits for it no longer.
const authorizing: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 5 };
const sweeping: FunctionSize = { memoryMegabytes: 1024, timeoutSeconds: 900 };

export class TradingStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, codeOf, ...props }: TradingStackProps) {
    super(scope, id, props);
    const declareFunction = functionDefaults(configuration, codeOf);

    const table = new TradingTable(this, 'Table', configuration);
    const deadLetters = new DeadLetters(this, 'DeadLetters', configuration);
    const identity = new Identity(this, 'Identity', configuration);

    const declare = <Name extends FunctionName>(names: Name[], size: FunctionSize) =>
      byName(names, (name) => {
        const fn = declareFunction(this, name, size);
        table.bind(fn, tableAccess[name]);
        return fn;
      });

    const handlers = declare<RouteName>(namesOf(routes), request);
    identity.bindSignUp(handlers['create-user']);
    for (const name of ['sign-in', 'sign-out'] as const) identity.bindSignIn(handlers[name]);
    const { [fallback]: unrouted } = declare([fallback], request);
    const api = new Api(this, 'Api', configuration, identity, handlers, unrouted);

    const { [matcher]: matchTicks } = declare([matcher], matching);
    deadLetters.bind(matchTicks);
    new Feed(this, 'Feed', configuration, matchTicks, deadLetters);

    const { [publisher]: publishEvents } = declare([publisher], publishing);
    new EventPublishing(this, 'Events', table, publishEvents, deadLetters);

    const { [subscriberAuthorizer]: authorizeSubscriber } = declare([subscriberAuthorizer], authorizing);
    new LiveEvents(this, 'Live', configuration, identity, authorizeSubscriber);

    const scheduled = declare<JobName>(namesOf(jobs), sweeping);
    new ScheduledJobs(this, 'Jobs', scheduled);

    if (configuration.alarms) {
      new Observability(this, 'Observability', configuration, {
        table,
        deadLetters,
        api,
        matchTicks,
        publishEvents,
      });
    }

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.table.tableName });
    new CfnOutput(this, 'UserPoolId', { value: identity.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: identity.client.userPoolClientId });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: deadLetters.queue.queueUrl });
    new CfnOutput(this, 'TicksTopic', { value: configuration.ticksTopic });
  }
}
