import type { Configuration } from '../../../lib/configuration';

/** A quota that a deployment needs. */
export interface Demand {
  /** Service and quota as named by Service Quotas. */
  readonly service: string;
  readonly quota: string;
  readonly needed: number;
  /** What needs it. */
  readonly reason: string;
  /** The alternative to raising the quota. */
  readonly otherwise: string;
}

export const CONCURRENCY = 'Concurrent executions';

/** Lambda doesn't allow the last hundred to be reserved. */
const UNRESERVED = 100;
/** Reserved concurrency of the console's authorizer. */
const RESERVED_FOR_BROWSERS = 20;
const MESSAGES_OF_A_SHARD = 1_000;
/** Daily limit in the SES sandbox, which also sends to verified addresses only. */
const SANDBOX = 200;

export function demandsOf(
  configuration: Configuration,
  messagesPerSecond = defaultMessages(configuration),
): Demand[] {
  return [
    ...lambda(configuration),
    ...apiGateway(configuration),
    ...cognito(configuration),
    ...dynamoDb(configuration),
    ...ingest(configuration, messagesPerSecond),
  ];
}

function defaultMessages({ ingestShards }: Configuration): number {
  return MESSAGES_OF_A_SHARD * (ingestShards || 1);
}

function lambda({ matcherConcurrency, publisherConcurrency, accountConcurrency, ...rest }: Configuration) {
  const reserved =
    Number(matcherConcurrency) + Number(publisherConcurrency) + (rest.console ? RESERVED_FOR_BROWSERS : 0);
  return [
    {
      ...{
        service: 'lambda',
        quota: CONCURRENCY,
        needed: Math.max(accountConcurrency, reserved + UNRESERVED),
      },
      reason: `accountConcurrency is ${accountConcurrency}; ${reserved} are reserved, and Lambda keeps ${UNRESERVED} unreserved`,
      otherwise: 'set accountConcurrency to the actual quota, so its alarm goes off in time',
    },
  ];
}

function apiGateway({ requestsPerSecond, requestBurst }: Configuration): Demand[] {
  return [
    {
      ...{ service: 'apigateway', quota: 'Throttle rate', needed: requestsPerSecond },
      reason: 'requestsPerSecond',
      otherwise: 'lower requestsPerSecond',
    },
    {
      ...{ service: 'apigateway', quota: 'Throttle burst rate', needed: requestBurst },
      reason: 'requestBurst',
      otherwise: 'lower requestBurst: AWS derives this quota from the rate',
    },
  ];
}

function cognito({ signUp, mailFrom, ...limits }: Configuration): Demand[] {
  const { credentialRequestsPerSecond: signIns, signUpRequestsPerSecond: each } = limits;
  const creating = signUp === 'confirmed' ? 2 : 1;
  const recovering = signUp === 'open' ? 4 : 3;
  return [
    {
      ...{ service: 'cognito-idp', quota: 'Rate of UserAuthentication requests', needed: signIns },
      reason: 'credentialRequestsPerSecond',
      otherwise: 'lower credentialRequestsPerSecond',
    },
    {
      ...{ service: 'cognito-idp', quota: 'Rate of UserCreation requests', needed: creating * each },
      reason: `signUpRequestsPerSecond, for each of ${creating} routes`,
      otherwise: 'lower signUpRequestsPerSecond',
    },
    {
      ...{ service: 'cognito-idp', quota: 'Rate of UserAccountRecovery requests', needed: recovering * each },
      reason: `signUpRequestsPerSecond, for each of ${recovering} routes that set or recover passwords`,
      otherwise: 'lower signUpRequestsPerSecond',
    },
    ...(mailFrom === undefined
      ? []
      : [
          {
            ...{ service: 'ses', quota: 'Sending quota', needed: SANDBOX + 1 },
            reason: 'mailFrom sends codes to any address, which SES does only outside its sandbox',
            otherwise: 'request production access: aws sesv2 put-account-details --production-access-enabled',
          },
        ]),
  ];
}

function dynamoDb({ warmReadUnits, maxReadUnits, warmWriteUnits, maxWriteUnits }: Configuration): Demand[] {
  const unitsOf = (kind: string, warm: number, most: number): Demand[] =>
    warm === 0 && most === 0
      ? []
      : [
          {
            ...{
              service: 'dynamodb',
              quota: `Table-level ${kind} throughput limit`,
              needed: Math.max(warm, most),
            },
            reason: `warm or maximum ${kind} units`,
            otherwise: `lower them`,
          },
        ];
  return [
    ...unitsOf('read', Number(warmReadUnits), Number(maxReadUnits)),
    ...unitsOf('write', Number(warmWriteUnits), Number(maxWriteUnits)),
  ];
}

function ingest({ ingest: mode, ingestShards }: Configuration, messagesPerSecond: number): Demand[] {
  const reason = `${messagesPerSecond} tick messages in the busiest second`;
  const otherwise = 'send more ticks per message';
  return [
    {
      ...{ service: 'iotcore', quota: 'Inbound publish requests per second per account' },
      ...{ needed: messagesPerSecond, reason, otherwise },
    },
    {
      ...{ service: 'iotcore', quota: 'Rule evaluations per second per AWS account' },
      ...{ needed: messagesPerSecond, reason, otherwise },
    },
    ...(mode === 'kinesis' && ingestShards !== ''
      ? [
          {
            ...{ service: 'kinesis', quota: 'Shards per Region', needed: ingestShards },
            reason: 'ingestShards',
            otherwise: 'leave ingestShards empty: the stream grows with its load',
          },
        ]
      : []),
  ];
}
