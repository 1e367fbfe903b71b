import { createHash, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
}

/** Whether a client may connect. Without a configured username everyone may. */
export function areAccepted(configured: Credentials, username?: string, password?: Buffer): boolean {
  if (configured.username === undefined) return true;
  const isSameName = isSame(Buffer.from(configured.username), Buffer.from(username ?? ''));
  const isSamePassword = isSame(Buffer.from(configured.password ?? ''), password ?? Buffer.alloc(0));
  return isSameName && isSamePassword;
}

/** The credentials as mqtt.js takes them: a key that is there counts, even when its value is undefined. */
export function mqttCredentials({ username, password }: Credentials): {
  username?: string;
  password?: string;
} {
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
}

/** A broker's URL as it may be printed: a password in it is hidden. */
export function printableUrl(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
}

// Digests have one length and are compared in constant time, so the time of an answer tells nothing of the secret.
function isSame(a: Buffer, b: Buffer): boolean {
  const digest = (value: Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
