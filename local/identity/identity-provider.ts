import { randomUUID } from 'node:crypto';
import { CodeRequests } from './code-requests';
import { codesClientOf } from './codes-client';
import { Directory } from './directory';
import { IdentityError } from './identity-error';
import { IdentityFile, readIdentityFile } from './identity-file';
import { operations } from './operations';
import { addToGroup } from './operations/group-membership';
import { confirmUser } from './operations/sign-up';
import { defaultScryptCost, type ScryptCost, unmatchableHash } from './password-hash';
import { passwordPolicySchema } from './password-policy';
import type { Pool } from './pool';
import { RefreshTokens } from './refresh-tokens';
import { SignInAttempts } from './sign-in-attempts';
import { generatePrivateKey, openSigningKey, type PrivateKey } from './signing-key';
import { Tokens } from './tokens';

export interface IdentityProviderOptions {
  region: string;
  poolId: string;
  clientId: string;
  /** The client with a secret, through which codes are sent and redeemed. Without it there are no codes. */
  codesClientId?: string;
  /** Whether users may sign themselves up, confirming it with a code. */
  selfSignUp?: boolean;
  /** Delivers the codes. */
  mail?: (to: string, text: string) => void;
  /** Where users, keys and sign-ins are kept, in an existing folder; without it they are in memory. */
  dataFile?: string | undefined;
  /** The pool's `Policies.PasswordPolicy` in the template; Cognito's default without it. */
  passwordPolicy?: unknown;
  /** The groups that the template declares. */
  groups?: string[];
  /** The names in the template's `Schema`, which have no `custom:` prefix. If not given, any name is accepted. */
  customAttributes?: string[];
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** For a new pool; by default it generates one. */
  signingKey?: PrivateKey;
  scryptCost?: ScryptCost;
}

export interface IdentityAnswer {
  status: number;
  body: object;
}

export interface IdentityProvider {
  /** The tokens' `iss`: what Cognito's would be, because the template's authorizer requires it. */
  readonly issuer: string;
  /** Answers a Cognito operation, given by its bare name, with body and status of the AWS JSON 1.1 protocol. */
  handle(operation: string, body: unknown): Promise<IdentityAnswer>;
  jwks(): { keys: object[] };
  discovery(): object;
  addToGroup(username: string, group: string): Promise<void>;
  /** Marks the user's address as confirmed, for users that this machine creates. */
  confirm(username: string): Promise<void>;
  /** A token without a password, for the person at this machine. */
  issueAccessToken(username: string): Promise<string>;
  stop(): Promise<void>;
}

/** A user pool in one process: the few Cognito operations that we call, with its rules, errors and tokens. */
export async function openIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { dataFile, region, poolId, clientId, now = Date.now, scryptCost = defaultScryptCost } = options;
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;

  const stored = dataFile === undefined ? undefined : await readIdentityFile(dataFile);
  const privateKey = stored?.signingKey ?? options.signingKey ?? (await generatePrivateKey());
  const signingKey = await openSigningKey(privateKey);
  const directory = new Directory(stored?.users ?? []);
  const refreshTokens = new RefreshTokens(stored?.signIns ?? [], now);

  const file =
    dataFile === undefined
      ? undefined
      : new IdentityFile(dataFile, () => ({
          version: 1,
          signingKey: privateKey,
          users: directory.all(),
          signIns: refreshTokens.kept(),
        }));
  // Save the key before the first token is signed with it, or a crash would orphan that token.
  if (stored === undefined) await file?.save();

  const pool: Pool = {
    poolId,
    clientId,
    codesClient: options.codesClientId === undefined ? undefined : codesClientOf(options.codesClientId),
    selfSignUp: options.selfSignUp ?? false,
    groups: options.groups ?? ['admin'],
    customAttributes: options.customAttributes,
    passwordPolicy: passwordPolicySchema.parse(options.passwordPolicy ?? {}),
    scryptCost,
    unmatchableHash: await unmatchableHash(scryptCost),
    directory,
    refreshTokens,
    attempts: new SignInAttempts(now),
    tokens: new Tokens(signingKey, issuer, clientId, now),
    codeRequests: new CodeRequests(now),
    now,
    mail: options.mail ?? (() => undefined),
    save: async () => file?.save(),
  };

  return {
    issuer,
    handle: (operation, body) => answer(pool, operation, body),
    jwks: () => ({ keys: [signingKey.publicJwk] }),
    discovery: () => discoveryDocument(issuer),
    addToGroup: (username, group) => addToGroup(pool, username, group),
    confirm: (username) => confirmUser(pool, username),
    issueAccessToken: (username) =>
      pool.tokens.accessToken(directory.get(username), { originJti: randomUUID(), signedInAtMs: now() }),
    stop: async () => file?.settled(),
  };
}

async function answer(pool: Pool, operation: string, body: unknown): Promise<IdentityAnswer> {
  try {
    const run = operations.get(operation);
    if (run === undefined) {
      throw new IdentityError(
        'UnknownOperationException',
        `${operation} is not supported by the local host.`,
      );
    }
    return { status: 200, body: await run(pool, body) };
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    return { status: 400, body: { __type: error.name, message: error.message } };
  }
}

// What Cognito publishes under /.well-known/openid-configuration, as far as it applies here.
function discoveryDocument(issuer: string): object {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    scopes_supported: ['aws.cognito.signin.user.admin'],
  };
}
