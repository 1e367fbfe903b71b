import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '../../market/connection/credentials';

/** Whether a client may connect. Without a configured username, anyone may. */
export function areAccepted(configured: Credentials, username?: string, password?: Buffer): boolean {
  if (configured.username === undefined) return true;
  const isSameName = isSame(Buffer.from(configured.username), Buffer.from(username ?? ''));
  const isSamePassword = isSame(Buffer.from(configured.password ?? ''), password ?? Buffer.alloc(0));
  return isSameName && isSamePassword;
}

// Digests have equal length and are compared in constant time, so the response time reveals nothing about the secret.
function isSame(a: Buffer, b: Buffer): boolean {
  const digest = (value: Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
