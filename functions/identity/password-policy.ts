/** What Cognito counts as a symbol, from its page on password requirements. A space counts, but not at the ends. */
const SYMBOL = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;
const NEEDED = [/[a-z]/, /[A-Z]/, /[0-9]/, SYMBOL];
const LEAST_CHARACTERS = 8;

/**
 * Whether the pool's policy lets a password through, at its least. Asked before anything is written, so that a
 * refused sign-up leaves nothing behind; a pool that is configured to ask for more refuses the rest itself.
 */
export function meetsPolicy(password: string): boolean {
  const inner = password.trim();
  return (
    inner === password && password.length >= LEAST_CHARACTERS && NEEDED.every((one) => one.test(password))
  );
}
