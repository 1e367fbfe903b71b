/** Who an access token says its bearer is. Only the server believes it; here it decides what is offered. */
export interface Identity {
  readonly userId: string;
  readonly username: string;
  readonly isAdmin: boolean;
  readonly expiresAtMs: number;
}

export function identityOf(accessToken: string): Identity | undefined {
  const claims = claimsOf(accessToken);
  const [userId, username, expires] = ['sub', 'username', 'exp'].map((name) => claims.get(name));
  if (typeof userId !== 'string' || typeof username !== 'string') return undefined;
  const groups = claims.get('cognito:groups');
  return {
    userId,
    username,
    isAdmin: Array.isArray(groups) && groups.includes('admin'),
    expiresAtMs: typeof expires === 'number' ? expires * 1000 : 0,
  };
}

function claimsOf(token: string): Map<string, unknown> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return new Map(typeof claims === 'object' && claims !== null ? Object.entries(claims) : []);
  } catch {
    return new Map();
  }
}
