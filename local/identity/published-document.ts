import type { IdentityProvider } from './identity-provider';

/** OpenID Connect discovery and the signing keys, at the same paths as Cognito. */
export function publishedDocument(identity: IdentityProvider, path: string): object | undefined {
  const { pathname } = new URL(identity.issuer);
  if (path === `${pathname}/.well-known/openid-configuration`) return identity.discovery();
  return path === `${pathname}/.well-known/jwks.json` ? identity.jwks() : undefined;
}
