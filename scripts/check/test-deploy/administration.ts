import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Deployment } from './deployment';

/** Takes effect with the user's next token. */
export async function makeAdministrator({ sdk, outputs }: Deployment, username: string): Promise<void> {
  const member = { UserPoolId: outputs.UserPoolId, Username: username, GroupName: 'admin' };
  await new CognitoIdentityProviderClient(sdk).send(new AdminAddUserToGroupCommand(member));
}

/** Runs the audit now, and waits for it. */
export async function runAudit({ sdk, stage }: Deployment): Promise<void> {
  const { FunctionError, Payload } = await new LambdaClient(sdk).send(
    new InvokeCommand({ FunctionName: `trading-${stage}-audit`, Payload: Buffer.from('{}') }),
  );
  if (FunctionError !== undefined) throw new Error(`the audit failed: ${Payload?.transformToString()}`);
}
