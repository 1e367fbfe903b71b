import { IdentityError } from './identity-error';

// The OpenID Connect standard attributes that every pool has; `sub` is one too, but can't be set.
const standard = new Set([
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
]);

/** Refuses what AWS would refuse, so an attribute missing from the template is noticed before deployment. */
export function checkAttribute(name: string, customAttributes: string[] | undefined): void {
  if (name === 'sub') {
    throw new IdentityError('InvalidParameterException', 'Cannot modify the non-mutable attribute sub');
  }
  const custom = /^custom:(.+)$/.exec(name)?.[1];
  const isKnown = custom === undefined ? standard.has(name) : (customAttributes ?? [custom]).includes(custom);
  if (!isKnown) {
    throw new IdentityError(
      'InvalidParameterException',
      `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined.`,
    );
  }
}
