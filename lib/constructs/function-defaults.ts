import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CodeOf } from '../bundle';
import type { Configuration } from '../configuration';
import { type FunctionName, matcher, publisher } from '../functions';

export interface FunctionSize {
  memoryMegabytes: number;
  timeoutSeconds: number;
}

export type DeclareFunction = (scope: Construct, name: FunctionName, size: FunctionSize) => LambdaFunction;

/** What all functions have in common. Names are fixed so that a function, its log and its metrics are easy to find. */
export function functionDefaults(configuration: Configuration, codeOf: CodeOf): DeclareFunction {
  const { stage } = configuration;

  return (scope, name, size) => {
    const functionName = `trading-${stage}-${name}`;
    const logGroup = new LogGroup(scope, `${name}-log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: configuration.logRetentionDays,
      removalPolicy: configuration.removalPolicy,
    });
    // Its own role instead of the managed AWSLambdaBasicExecutionRole, which may write to every log group.
    const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    return new LambdaFunction(scope, name, {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: codeOf(name),
      memorySize: size.memoryMegabytes,
      timeout: Duration.seconds(size.timeoutSeconds),
      role,
      logGroup,
      // Lambda's own three lines per invocation would be most of the logging cost and carry no information.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      ...reservationOf(name, configuration),
      environment: {
        STAGE: stage,
        QUOTE_MAX_AGE_SECONDS: String(configuration.quoteMaxAgeSeconds),
        LATE_TICK_SECONDS: String(configuration.lateTickSeconds),
        MAX_CLOCK_SKEW_SECONDS: String(configuration.maxClockSkewSeconds),
        SELL_LIQUIDITY: configuration.sellLiquidity,
        MARKET_COLLAR_PERCENT: String(configuration.marketCollarPercent),
        FEE_BASIS_POINTS: configuration.feeBasisPoints,
        FEE_PER_SHARE: configuration.feePerShare,
        FEE_MINIMUM: configuration.feeMinimum,
        FEE_SIDES: configuration.feeSides,
        MAX_OPEN_ORDERS: String(configuration.maxOpenOrders),
        MAX_BOUNDED_ORDERS: String(configuration.maxBoundedOrders),
        TICK_RETENTION_DAYS: String(configuration.tickRetentionDays),
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(configuration),
      },
    });
  };
}

/** Reserves executions for a function, which are also its limit, so that no backlog starves the rest. */
function reservationOf(name: FunctionName, { matcherConcurrency, publisherConcurrency }: Configuration) {
  const reserved: Partial<Record<FunctionName, number | ''>> = {
    [matcher]: matcherConcurrency,
    [publisher]: publisherConcurrency,
  };
  const own = reserved[name];
  return own === undefined || own === '' ? {} : { reservedConcurrentExecutions: own };
}

/** One namespace per stage, since stages may share an account. */
export function metricsNamespace(configuration: Configuration): string {
  return `trading-${configuration.stage}`;
}
