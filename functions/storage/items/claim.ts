import * as z from 'zod';
import type { Key, RawItem } from '../table/read';
import { instantField, userIdField } from './fields';
import { CLAIMS } from './keys';

/** A username or email address that only one account may have, whatever its spelling. */
export type ClaimKind = 'username' | 'email';

export function claimKey(kind: ClaimKind, value: string): Key {
  const spelled = value.normalize('NFKC').toLowerCase();
  return { PK: `${CLAIMS}${kind}#${kind === 'username' ? inLatin(spelled) : spelled}`, SK: 'CLAIM' };
}

/** Lower-case Cyrillic and Greek letters that look like a Latin one, in lower or upper case. */
const TWINS = new Map(
  [
    ['авсԁеһіјӏкмнорԛѕтуԝхүѵ', 'abcdehijlkmhopqstywxyv'],
    ['αβεζηικμνορτυχ', 'abezhikmnoptyx'],
  ].flatMap(([letters = '', latin = '']) =>
    [...letters].map((letter, index) => [letter, latin[index] ?? '']),
  ),
);

/** A name in one script may look identical to one in another. They count as the same name: first come, first served. */
function inLatin(name: string): string {
  return [...name].map((letter) => TWINS.get(letter) ?? letter).join('');
}

/** A claim is first reserved by one sign-up attempt, which lapses, and then belongs to an account for good. */
const ClaimItem = z.object({
  reservedBy: z.string(),
  reservedUntil: instantField,
  userId: userIdField.optional(),
});
export type Claim = z.infer<typeof ClaimItem>;

export function fromClaimItem(item: RawItem): Claim {
  return ClaimItem.parse(item);
}
