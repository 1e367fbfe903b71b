import type { Outputs } from './cdk';
import type { Target } from './target';

/** What SDK clients need to connect to the target. */
export interface SdkConfiguration {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** A deployed stack, and how to reach its parts. */
export interface Deployment {
  stage: string;
  outputs: Outputs;
  /** The base URL of the routes, without a trailing slash. */
  apiUrl: string;
  sdk: SdkConfiguration;
}

export function deploymentOf(target: Target, stage: string, outputs: Outputs): Deployment {
  return { stage, outputs, apiUrl: apiUrlOf(target, outputs), sdk: sdkConfiguration(target) };
}

export function sdkConfiguration({ endpoint, region }: Target): SdkConfiguration {
  if (endpoint === undefined) return { region };
  return { region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

/** An emulator has one address and takes the API's id in the path. */
function apiUrlOf({ endpoint }: Target, { ApiUrl }: Outputs): string {
  if (endpoint === undefined) return ApiUrl;
  const { hostname, pathname } = new URL(ApiUrl);
  const [apiId] = hostname.split('.');
  return `${endpoint}/_aws/execute-api/${apiId}/$default${pathname}`;
}
