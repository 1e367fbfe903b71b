import { randomBytes, randomInt } from 'node:crypto';

const CLASSES = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-_'];

/** A random password that any Cognito policy accepts and that needs no escaping inside a shell's single quotes. */
export function newPassword(): string {
  const oneOfEach = CLASSES.map((characters) => characters[randomInt(characters.length)]).join('');
  return `${randomBytes(12).toString('base64url')}${oneOfEach}`;
}
