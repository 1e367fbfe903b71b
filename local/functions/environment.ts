import { region } from '../assembly/aws-environment';
import type { FunctionDeclaration } from '../assembly/read-functions';
import { MAX_AT_ONCE } from './function-pool';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface Endpoints {
  dynamoDb: string;
  /** The endpoint of all other services. */
  aws: string;
  /** The key that endpoint requires; the engine accepts any. */
  accessKeyId: string;
}

/** A function's variables: the template's, on top of Lambda's own and those that point the SDK at this host. */
export function environmentOf(
  declaration: FunctionDeclaration,
  endpoints: Endpoints,
  logLevel: LogLevel,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Without credentials the SDK would look for some on the network.
    AWS_ACCESS_KEY_ID: endpoints.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    // On AWS the functions run on the template's Node.js; that this machine's may be older is irrelevant to them.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
    AWS_ENDPOINT_URL_SQS: endpoints.aws,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoints.aws,
    AWS_ENDPOINT_URL_IOT_DATA_PLANE: endpoints.aws,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.aws,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: declaration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declaration.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declaration.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_LOG_LEVEL: logLevel,
    // Whereupon the logger keeps what belongs to one invocation apart.
    AWS_LAMBDA_MAX_CONCURRENCY: String(MAX_AT_ONCE),
    LAMBDA_TASK_ROOT: declaration.folder,
    _HANDLER: declaration.handler,
    // Metrics are log lines for CloudWatch. Nothing reads them here, so they are not written.
    POWERTOOLS_METRICS_DISABLED: 'true',
    TZ: 'UTC',
    ...declaration.environment,
    // Functions that share a worker share a logger, which reads this once. Its lines name the function as well.
    POWERTOOLS_SERVICE_NAME: 'trading-system',
  };
}
