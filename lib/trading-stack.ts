import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { eventTopics } from '../functions/contract/events';
import { routes } from '../functions/contract/routes';
import { ORDERS, STOCK } from '../functions/storage/items/keys';
import type { CodeOf } from './bundle';
import type { Configuration } from './configuration';
import { Api } from './constructs/api';
import { DeadLetters } from './constructs/dead-letters';
import { EdgeKey } from './constructs/edge-key';
import { EventPublishing } from './constructs/event-publishing';
import { Feed } from './constructs/feed';
import { type FunctionSize, functionDefaults } from './constructs/function-defaults';
import { Identity } from './constructs/identity';
import { LiveEvents } from './constructs/live-events';
import { Observability } from './constructs/observability';
import { Operations } from './constructs/operations';
import { ScheduledJobs } from './constructs/scheduled-jobs';
import { TradingTable } from './constructs/trading-table';
import { UserPoolGuard } from './constructs/user-pool-guard';
import {
  docsRoutes,
  type FunctionName,
  fallback,
  type JobName,
  jobs,
  matcher,
  publisher,
  quotePublisher,
  subscriberAuthorizer,
} from './functions';
import { tableAccess } from './permissions';
import { byName, namesOf } from './records';

interface TradingStackProps extends StackProps {
  configuration: Configuration;
  codeOf: CodeOf;
}

// CPU is proportional to memory: 1,769 MB is one vCPU. A request mostly waits for the table; matching computes.
const request: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 15 };
const matching: FunctionSize = { memoryMegabytes: 1024, timeoutSeconds: 60 };
const publishing: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 60 };
// IoT Core doesn't wait any longer for an authorizer.
const authorizing: FunctionSize = { memoryMegabytes: 512, timeoutSeconds: 5 };
const sweeping: FunctionSize = { memoryMegabytes: 1024, timeoutSeconds: 900 };

export class TradingStack extends Stack {
  /** The API's default host name on AWS. */
  readonly apiHost: string;

  constructor(scope: Construct, id: string, { configuration, codeOf, ...props }: TradingStackProps) {
    super(scope, id, { ...props, terminationProtection: configuration.terminationProtection });
    const declareFunction = functionDefaults(configuration, codeOf);

    const table = new TradingTable(this, 'Table', configuration);
    const deadLetters = new DeadLetters(this, 'DeadLetters', configuration);
    const identity = new Identity(this, 'Identity', configuration);

    const functions: Partial<Record<FunctionName, LambdaFunction>> = {};
    const declare = (name: FunctionName, size: FunctionSize) => {
      const fn = declareFunction(this, name, size);
      table.bind(fn, tableAccess[name]);
      functions[name] = fn;
      return fn;
    };

    const routed = namesOf(routes).filter((name) => configuration.docs || !docsRoutes.includes(name));
    const handlers = byName(routed, (name) => declare(name, request));
    identity.bind(handlers);
    const unrouted = declare(fallback, request);
    const api = new Api(this, 'Api', configuration, identity, handlers, unrouted);

    this.apiHost = `${api.api.apiId}.execute-api.${this.region}.amazonaws.com`;
    if (configuration.edge) {
      const key = new EdgeKey(this, 'EdgeKey', configuration);
      for (const fn of [...Object.values(handlers), unrouted]) key.bind(fn);
      new UserPoolGuard(this, 'UserPoolGuard', identity.pool, key.reference, configuration.stage);
    }

    const matchTicks = declare(matcher, matching);
    deadLetters.bind(matchTicks);
    const { ruleName } = new Feed(this, 'Feed', configuration, matchTicks, deadLetters);

    const told = { table, deadLetters };
    const ordersTopic = eventTopics.ordersOf('*');
    const publishEvents = declare(publisher, publishing);
    new EventPublishing(this, 'Events', {
      ...told,
      fn: publishEvents,
      of: { below: ORDERS },
      topic: ordersTopic,
    });
    if (configuration.quoteEvents) {
      const fn = declare(quotePublisher, publishing);
      const topic = eventTopics.quoteOf('*');
      const gatherSeconds = configuration.quoteEventSeconds;
      new EventPublishing(this, 'Quotes', { ...told, fn, of: { exactly: STOCK }, topic, gatherSeconds });
    }

    new LiveEvents(this, 'Live', configuration, identity, declare(subscriberAuthorizer, authorizing));

    const scheduled = byName<JobName, LambdaFunction>(namesOf(jobs), (name) => declare(name, sweeping));
    new ScheduledJobs(this, 'Jobs', scheduled);
    new Operations(this, 'Operations', { configuration, handlers, deadLetters, audit: scheduled.audit });

    if (configuration.alarms) {
      const observed = { table, deadLetters, api, functions, topicRuleName: ruleName };
      new Observability(this, 'Observability', configuration, observed);
    }

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'TableName', { value: table.table.tableName });
    new CfnOutput(this, 'UserPoolId', { value: identity.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: identity.client.userPoolClientId });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: deadLetters.queue.queueUrl });
    new CfnOutput(this, 'TicksTopic', { value: configuration.ticksTopic });
  }
}
