import * as z from 'zod';
import { IdentityError } from './identity-error';

/** The policy as a template declares it: `Policies.PasswordPolicy` of AWS::Cognito::UserPool. */
export const passwordPolicySchema = z.object({
  MinimumLength: z.number().int().min(6).max(99).default(8),
  RequireLowercase: z.boolean().default(true),
  RequireUppercase: z.boolean().default(true),
  RequireNumbers: z.boolean().default(true),
  RequireSymbols: z.boolean().default(true),
});

export type PasswordPolicy = z.infer<typeof passwordPolicySchema>;

// What Cognito counts as a symbol, per its documentation on password requirements; a space counts only inside.
const symbol = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

/** @throws IdentityError InvalidPasswordException with the first unmet requirement */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const missing = firstMissing(password, policy);
  if (missing !== undefined) {
    throw new IdentityError('InvalidPasswordException', `Password did not conform with policy: ${missing}`);
  }
}

function firstMissing(password: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.MinimumLength) return 'Password not long enough';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && !symbol.test(password.trim())) return 'Password must have symbol characters';
  return undefined;
}
