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
  readonly groups: string[];
  readonly customAttributes: string[] | undefined;
  readonly passwordPolicy: PasswordPolicy;
  readonly scryptCost: ScryptCost;
  readonly unmatchableHash: PasswordHash;
  readonly directory: Directory;
  readonly refreshTokens: RefreshTokens;
  readonly attempts: SignInAttempts;
  readonly tokens: Tokens;
  now(): number;
  save(): Promise<void>;
}
