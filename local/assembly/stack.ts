// The stack as this host understands it: everything in the template is either read here, through a schema that knows
// every property, or listed below as meaningless on one machine. Anything else prevents the start.
import { readCloudAssembly } from './cloud-assembly';
import { resolverOf } from './intrinsics';
import { type ApiDeclaration, readApi } from './read-api';
import { type EventSourceDeclaration, readEventSources } from './read-event-sources';
import { type FunctionDeclaration, readFunctions } from './read-functions';
import { type IdentityDeclaration, readIdentity } from './read-identity';
import { readSubscriberAuthorizer } from './read-live';
import { type QueueDeclaration, readQueues } from './read-queues';
import { readSchedules, type ScheduleDeclaration } from './read-schedules';
import { readStreams, type StreamResource } from './read-streams';
import { readTables, type TableDeclaration } from './read-tables';
import { readTopicRules, type TopicRuleDeclaration } from './read-topic-rules';
import { ResourceReader } from './resource-reader';

const meaninglessHere: ReadonlySet<string> = new Set([
  // Permissions: here everything runs as the person who started it.
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::SQS::QueuePolicy',
  'AWS::IoT::Policy',
  // Logs, alarms and notifications: here the logs are printed.
  'AWS::Logs::LogGroup',
  'AWS::CloudWatch::Alarm',
  // Browsers connect to this machine, which calls the same function.
  'AWS::IoT::Authorizer',
  'AWS::CloudWatch::Dashboard',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::Subscription',
  'AWS::Budgets::Budget',
  // A public domain name for the API.
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::CDK::Metadata',
]);

export interface StackDeclaration {
  name: string;
  tables: TableDeclaration[];
  functions: FunctionDeclaration[];
  queues: QueueDeclaration[];
  streams: StreamResource[];
  eventSources: EventSourceDeclaration[];
  topicRules: TopicRuleDeclaration[];
  schedules: ScheduleDeclaration[];
  api?: ApiDeclaration | undefined;
  identity?: IdentityDeclaration | undefined;
  /** The function that decides what a browser may subscribe to. */
  subscriberAuthorizerArn?: string | undefined;
}

export function readStack(assemblyFolder: string, awsEndpoint: string): StackDeclaration {
  const assembly = readCloudAssembly(assemblyFolder);
  const hosted = { stackName: assembly.stackName, awsEndpoint };
  const reader = new ResourceReader(assembly, resolverOf(assembly, hosted));
  const stack = {
    name: assembly.stackName,
    tables: readTables(reader),
    functions: readFunctions(reader),
    queues: readQueues(reader),
    streams: readStreams(reader),
    eventSources: readEventSources(reader),
    topicRules: readTopicRules(reader),
    schedules: readSchedules(reader),
    api: readApi(reader),
    identity: readIdentity(reader),
    subscriberAuthorizerArn: readSubscriberAuthorizer(reader),
  };
  reader.refuseTheRest(meaninglessHere);
  return stack;
}
