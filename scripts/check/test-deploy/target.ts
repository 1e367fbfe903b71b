import { startMiniStack } from './ministack';
import type { Options } from './options';

/** Where the stack is deployed to. */
export interface Target {
  name: string;
  /** Undefined for AWS itself. */
  endpoint?: string | undefined;
  account: string;
  region: string;
  /** For the CDK CLI and the SDK: the credentials, and where AWS is. */
  environment: Record<string, string | undefined>;
  stop(): Promise<void>;
}

// Emulators have a single account, numbered all zeros.
const EMULATED_ACCOUNT = '000000000000';

/** @throws NoEmulator */
export async function openTarget(options: Options): Promise<Target> {
  const account = options['real-account'];
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  if (account !== undefined) {
    const environment = { ...process.env, ...ofTheCli, AWS_REGION: region };
    return { name: `the account ${account}`, account, region, environment, stop: async () => {} };
  }
  const emulator =
    options.endpoint === undefined
      ? await startMiniStack(options.cache)
      : { endpoint: options.endpoint, stop: async () => {} };
  return {
    name: emulator.endpoint,
    endpoint: emulator.endpoint,
    account: EMULATED_ACCOUNT,
    region,
    environment: { ...withoutCredentials(), ...ofTheCli, ...emulated(emulator.endpoint, region) },
    stop: () => emulator.stop(),
  };
}

const ofTheCli = { CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true' };

/** Keeps this machine's AWS credentials, if any, away from a deployment that is meant for an emulator. */
function withoutCredentials(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
}

function emulated(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // Otherwise buckets would be addressed by host names of their own.
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
