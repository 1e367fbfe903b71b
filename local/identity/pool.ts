import type { CodeRequests } from './code-requests';
import type { CodesClient } from './codes-client';
import type { Directory } from './directory';
import type { PasswordHash, ScryptCost } from './password-hash';
import type { PasswordPolicy } from './password-policy';
import type { RefreshTokens } from './refresh-tokens';
import type { SignInAttempts } from './sign-in-attempts';
import type { Tokens } from './tokens';

/** Everything an operation works on. An operation that changes something must save before it responds. */
export interface Pool {
  readonly poolId: string;
  readonly clientId: string;
  readonly codesClient: CodesClient | undefined;
  /** Whether users may sign themselves up, confirming it with a code. */
  readonly selfSignUp: boolean;
  readonly groups: string[];
  readonly customAttributes: string[] | undefined;
  readonly passwordPolicy: PasswordPolicy;
  readonly scryptCost: ScryptCost;
  readonly unmatchableHash: PasswordHash;
  readonly directory: Directory;
  readonly refreshTokens: RefreshTokens;
  readonly attempts: SignInAttempts;
  readonly tokens: Tokens;
  readonly codeRequests: CodeRequests;
  now(): number;
  /** Prints the message instead of sending it. */
  mail(to: string, text: string): void;
  save(): Promise<void>;
}
