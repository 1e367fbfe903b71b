import type { Configuration } from '../../../lib/configuration';

/** What a deployment needs of the account. */
export interface Demand {
  /** As Service Quotas names both. */
  readonly service: string;
  readonly quota: string;
  readonly needed: number;
  /** What needs it. */
  readonly reason: string;
  /** What else helps, where the quota can't be raised or need not be. */
  readonly otherwise: string;
}

export const CONCURRENCY = 'Concurrent executions';

/** Lambda lets nobody reserve the last hundred. */
const UNRESERVED = 100;
/** The authorizer of the console has these for itself. */
const RESERVED_FOR_BROWSERS = 20;
const MESSAGES_OF_A_SHARD = 1_000;
/** What SES sends a day in its sandbox, where it also sends to verified addresses only. */
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
      reason: `accountConcurrency says ${accountConcurrency}, and ${reserved} are reserved, beside which Lambda keeps ${UNRESERVED} for everybody`,
      otherwise: 'set accountConcurrency to what there is, so that its alarm rings in time',
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
      otherwise: 'lower requestBurst: AWS sets this one by the rate',
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
            reason: 'mailFrom sends codes to everybody, which SES does outside of its sandbox only',
            otherwise: 'ask for production access: aws sesv2 put-account-details --production-access-enabled',
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
            reason: `warm and most ${kind} units`,
            otherwise: `lower them`,
          },
        ];
  return [
    ...unitsOf('read', Number(warmReadUnits), Number(maxReadUnits)),
    ...unitsOf('write', Number(warmWriteUnits), Number(maxWriteUnits)),
  ];
}

function ingest({ ingest: mode, ingestShards }: Configuration, messagesPerSecond: number): Demand[] {
  const reason = `${messagesPerSecond} messages with ticks in the busiest second`;
  const otherwise = 'send more ticks to a message';
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
