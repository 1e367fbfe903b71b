import * as z from 'zod';
import type { Key, RawItem } from '../table/read';
import { instantField, userIdField } from './fields';
import { CLAIMS } from './keys';

/** A name or an address that only one account may have, whatever the case of its letters. */
export type ClaimKind = 'username' | 'email';

export function claimKey(kind: ClaimKind, value: string): Key {
  return { PK: `${CLAIMS}${kind}#${value.normalize('NFKC').toLowerCase()}`, SK: 'CLAIM' };
}

/**
 * A claim is first reserved by one attempt to sign up, which lapses, and then belongs to an account for good.
 */
const ClaimItem = z.object({
  reservedBy: z.string(),
  reservedUntil: instantField,
  userId: userIdField.optional(),
});
export type Claim = z.infer<typeof ClaimItem>;

export function fromClaimItem(item: RawItem): Claim {
  return ClaimItem.parse(item);
}
