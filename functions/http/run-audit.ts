import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { boundedCalls } from '../bounded-calls';
import { setting } from '../environment';
import { serve } from './edge/serve';

const lambda = new LambdaClient(boundedCalls());

/** The job resumes where an interrupted one stopped, and of two at once one gives way. */
export const handler = serve('run-audit', async () => {
  const command = {
    FunctionName: setting('AUDIT_FUNCTION'),
    InvocationType: 'Event',
    Payload: '{}',
  } as const;
  await lambda.send(new InvokeCommand(command));
  return { started: true };
});
