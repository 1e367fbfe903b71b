import * as z from 'zod';
import type { Key, RawItem } from '../table/read';
import { instantField, userIdField } from './fields';
import { CLAIMS } from './keys';

/** A name or an address that only one account may have, however it is spelled. */
export type ClaimKind = 'username' | 'email';

export function claimKey(kind: ClaimKind, value: string): Key {
  const spelled = value.normalize('NFKC').toLowerCase();
  return { PK: `${CLAIMS}${kind}#${kind === 'username' ? inLatin(spelled) : spelled}`, SK: 'CLAIM' };
}

/** Small letters of Cyrillic and Greek that are a Latin one to the eye, themselves or as capitals. */
const TWINS = new Map(
  [
    ['авсԁеһіјӏкмнорԛѕтуԝхүѵ', 'abcdehijlkmhopqstywxyv'],
    ['αβεζηικμνορτυχ', 'abezhikmnoptyx'],
  ].flatMap(([letters = '', latin = '']) =>
    [...letters].map((letter, index) => [letter, latin[index] ?? '']),
  ),
);

/** A name in one script may look like a name in another from end to end. They are one, and the first has it. */
function inLatin(name: string): string {
  return [...name].map((letter) => TWINS.get(letter) ?? letter).join('');
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
