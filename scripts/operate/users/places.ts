import path from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { connectStore } from '../../../functions/storage/table/store';
import { type ConnectedTableClient, tableClient } from '../../../functions/storage/table/table-client';
import { region } from '../../../local/assembly/aws-environment';
import { readStack } from '../../../local/assembly/stack';
import type { Closing } from '../../../local/closing';
import { databaseFile } from '../../../local/data-folder';
import { Refusal } from '../../../local/refusal';
import { claimedEndpoint } from '../../../local/table/claim';
import { notedAddress } from '../../../local/table/noted-address';
import type { Place } from './people';

/** The sign-up function's environment has all settings needed here. */
const SIGN_UP = 'create-user';
const Settings = z.object({
  TABLE_NAME: z.string(),
  USER_POOL_ID: z.string(),
  USER_POOL_CLIENT_ID: z.string(),
});

export async function placeHere(data: string, closing: Closing): Promise<Place> {
  const aws = notedAddress(data);
  const dynamoDb = await claimedEndpoint(databaseFile(data));
  if (aws === undefined || dynamoDb === undefined) {
    throw new Refusal(
      `No host is running on ${data}: run npm start first (not --in-memory), or give its --data, or a --stage on AWS.`,
    );
  }
  const credentials = { accessKeyId: aws.accessKeyId, secretAccessKey: 'local' };
  const stack = readStack(path.join(data, 'assembly'), aws.url);
  const fn = stack.functions.find(({ name }) => name === `${stack.name}-${SIGN_UP}`);
  return placeOf(
    fn?.environment,
    tableClient({ endpoint: dynamoDb, region, credentials: () => credentials }),
    new CognitoIdentityProviderClient({ endpoint: aws.url, region, credentials }),
    closing,
  );
}

export async function placeOnAws(stage: string, closing: Closing): Promise<Place> {
  const FunctionName = `trading-${stage}-${SIGN_UP}`;
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  const client = new CognitoIdentityProviderClient({});
  // Those of the operator's shell, found the way the SDK finds them.
  const { region, credentials } = client.config;
  const table = tableClient({ region: await region(), credentials });
  return placeOf(Environment?.Variables, table, client, closing);
}

function placeOf(
  environment: unknown,
  table: ConnectedTableClient,
  client: CognitoIdentityProviderClient,
  closing: Closing,
): Place {
  const { TABLE_NAME, USER_POOL_ID: poolId, USER_POOL_CLIENT_ID: clientId } = Settings.parse(environment);
  closing.add(() => table.destroy());
  closing.add(() => client.destroy());
  const store = connectStore(TABLE_NAME, { client: table });
  return { store, client, poolId, clientId };
}
