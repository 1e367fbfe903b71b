// `npm run preflight`: compares the account's quotas with the configuration. See --help.
import path from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { type Configuration, readConfiguration } from '../../../lib/configuration';
import { readJsonFile } from '../../../local/read-json-file';
import { errorText } from '../../../market/connection/error-text';
import { readOptions, usage } from './options';
import { preflight } from './preflight';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });
const COULD_NOT_TELL = 2;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  // The SDK's advice about this machine's Node.js is meant for developers, not operators.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const configuration = configurationOf(options.context);
  const region = configuration.region === '' ? {} : { region: configuration.region };
  const clients = { serviceQuotas: new ServiceQuotasClient(region), lambda: new LambdaClient(region) };
  return await preflight(clients, configuration, options.messagesPerSecond, console.log);
}

function configurationOf(given: Readonly<Record<string, string>>): Configuration {
  const file = path.resolve(__dirname, '..', '..', '..', 'cdk.json');
  const { context } = CdkJson.parse(readJsonFile(file));
  const isProd = given.stage === 'prod';
  // Required to deploy, but irrelevant here.
  const alarmEmail = isProd && given.alarms !== 'false' ? { alarmEmail: 'somebody@example.com' } : {};
  return readConfiguration(new App({ context: { ...alarmEmail, ...context, ...given } }).node);
}

main()
  .then((status) => {
    process.exitCode = status;
  })
  .catch((error: unknown) => {
    console.error(errorText(error));
    process.exitCode = COULD_NOT_TELL;
  });
