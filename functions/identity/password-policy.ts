/** What Cognito counts as a symbol, from its page on password requirements. Spaces count, except at the ends. */
const SYMBOL = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;
const NEEDED = [/[a-z]/, /[A-Z]/, /[0-9]/, SYMBOL];
const LEAST_CHARACTERS = 8;

/**
 * Whether a password meets the pool's minimum policy. Checked before anything is written, so a refused sign-up leaves
 * nothing behind; a pool configured with a stricter policy refuses the rest itself.
 */
export function meetsPolicy(password: string): boolean {
  const inner = password.trim();
  return (
    inner === password && password.length >= LEAST_CHARACTERS && NEEDED.every((one) => one.test(password))
  );
}
