// How IoT Core invokes a custom authorizer for a connection, and which responses it accepts.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { Outcome } from '../functions/outcome';
import { MOST_POLICIES, MOST_POLICY_CHARACTERS, PolicyDocument } from './connection-policy';

const document = PolicyDocument.refine((policy) => JSON.stringify(policy).length <= MOST_POLICY_CHARACTERS, {
  error: `has more than ${MOST_POLICY_CHARACTERS} characters`,
});

const Answer = z.discriminatedUnion('isAuthenticated', [
  z.object({ isAuthenticated: z.literal(false) }),
  z.object({
    isAuthenticated: z.literal(true),
    principalId: z.string().regex(/^[a-zA-Z0-9]{1,128}$/),
    policyDocuments: z.array(document).max(MOST_POLICIES),
    disconnectAfterInSeconds: z.int().min(300).max(86_400),
    refreshAfterInSeconds: z.int().min(300).max(86_400),
  }),
]);
export type Permit = Extract<z.infer<typeof Answer>, { isAuthenticated: true }>;

export interface Connecting {
  clientId: string;
  username: string | undefined;
  password: Buffer | undefined;
  request: IncomingMessage;
}

/** Rejects if the function fails or returns what IoT Core would not accept. */
export async function askAuthorizer(
  invoke: (event: object) => Promise<Outcome>,
  connecting: Connecting,
): Promise<Permit | undefined> {
  const outcome = await invoke(eventOf(connecting));
  if (!outcome.ok) throw new Error(`the authorizer failed: ${outcome.errorMessage}`);
  const answer = Answer.safeParse(JSON.parse(outcome.payload));
  if (!answer.success)
    throw new Error(`the authorizer's response is not valid for IoT Core: ${z.prettifyError(answer.error)}`);
  return answer.data.isAuthenticated ? answer.data : undefined;
}

function eventOf({ clientId, username = '', password, request }: Connecting): object {
  const { headers, url = '' } = request;
  const query = url.indexOf('?');
  return {
    signatureVerified: false,
    protocols: ['http', 'mqtt'],
    protocolData: {
      http: { headers, queryString: query < 0 ? '' : url.slice(query) },
      mqtt: { clientId, username, password: password?.toString('base64') ?? '' },
    },
    connectionMetadata: { id: randomUUID() },
  };
}
