import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod';

/** The cost of one guess: memory is 128 × cost × blockSize bytes, time grows with all three. */
export interface ScryptCost {
  cost: number;
  blockSize: number;
  parallelization: number;
}

// Of the equivalent settings in the OWASP Password Storage Cheat Sheet, this one needs little memory (16 MB).
export const defaultScryptCost: ScryptCost = { cost: 2 ** 14, blockSize: 8, parallelization: 5 };

/** A hash carries its own cost and salt, so the cost can be raised without locking anyone out. */
export const passwordHashSchema = z.object({
  cost: z.number(),
  blockSize: z.number(),
  parallelization: z.number(),
  salt: z.base64url(),
  key: z.base64url(),
});

export type PasswordHash = z.infer<typeof passwordHashSchema>;

const keyLength = 32;
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

export async function hashPassword(password: string, cost: ScryptCost): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, keyLength, cost);
  return { ...cost, salt: salt.toString('base64url'), key: key.toString('base64url') };
}

export async function matchesPassword(password: string, hash: PasswordHash): Promise<boolean> {
  const { cost, blockSize, parallelization } = hash;
  const key = await derive(password, Buffer.from(hash.salt, 'base64url'), keyLength, {
    cost,
    blockSize,
    parallelization,
  });
  return timingSafeEqual(key, Buffer.from(hash.key, 'base64url'));
}

/** A hash that nothing matches: checking a user without a password against it takes as long as a real check. */
export function unmatchableHash(cost: ScryptCost): Promise<PasswordHash> {
  return hashPassword(randomBytes(32).toString('base64url'), cost);
}
