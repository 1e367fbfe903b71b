import { createHash, randomInt } from 'node:crypto';
import * as z from 'zod';
import { IdentityError } from './identity-error';

export type CodePurpose = 'sign-up' | 'password';

export const mailedCodeSchema = z.object({
  purpose: z.enum(['sign-up', 'password']),
  hash: z.string(),
  expiresAtMs: z.number(),
  attemptsLeft: z.number(),
});

export type MailedCode = z.infer<typeof mailedCodeSchema>;

const HOUR_MS = 60 * 60 * 1000;
// From Cognito's page on quotas: a day for a sign-up, an hour for a password.
const lifetimeMs: Record<CodePurpose, number> = { 'sign-up': 24 * HOUR_MS, password: HOUR_MS };
// Cognito's limit is undocumented. Five guesses at six digits succeed once in two hundred thousand times.
const attempts = 5;

/** @returns a code to send, and what to keep of it, from which the code isn't readable */
export function newCode(purpose: CodePurpose, nowMs: number): { code: string; kept: MailedCode } {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAtMs = nowMs + lifetimeMs[purpose];
  return { code, kept: { purpose, hash: hashOf(code), expiresAtMs, attemptsLeft: attempts } };
}

/** Throws unless the code is the one sent. Each wrong one uses up an attempt; with none left, the code is void. */
export function checkCode(
  kept: MailedCode | undefined,
  { purpose, code, nowMs }: { purpose: CodePurpose; code: string; nowMs: number },
): void {
  if (kept === undefined || kept.purpose !== purpose || kept.expiresAtMs <= nowMs) throw noSuchCode();
  if (kept.attemptsLeft <= 0) {
    throw new IdentityError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
  }
  if (kept.hash === hashOf(code)) return;
  kept.attemptsLeft -= 1;
  throw new IdentityError('CodeMismatchException', 'Invalid verification code provided, please try again.');
}

/** Also the response for a nonexistent user. */
export function noSuchCode(): IdentityError {
  return new IdentityError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
