import type { components } from './schema';

export type AccessToken = components['schemas']['AccessToken'];

/** Before it expires, so that a token does not lapse in transit. */
const REFRESH_EARLY_MS = 60_000;

interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  /** The refresh token is in a cookie of the browser, which no script can read. */
  readonly isRemembered: boolean;
  readonly expiresAtMs: number;
}

/** The tokens of the signed-in user, refreshed when due; concurrent requests share one refresh. */
export class Session {
  private tokens: Tokens | undefined;
  private refreshing: { readonly of: Tokens; readonly done: Promise<void> } | undefined;

  constructor(
    /** Without a token: with the cookie. */
    private readonly refresh: (refreshToken: string | undefined) => Promise<AccessToken>,
    private readonly now: () => number = Date.now,
  ) {}

  start(answer: AccessToken, isRemembered = this.tokens?.isRemembered ?? false): void {
    this.tokens = {
      access: answer.access_token,
      // A refresh returns no new refresh token: the one from the sign-in stays valid.
      refresh: answer.refresh_token ?? this.tokens?.refresh,
      isRemembered,
      expiresAtMs: this.now() + answer.expires_in * 1000,
    };
  }

  /** @returns the refresh token it held, for the caller to revoke */
  end(): string | undefined {
    const refresh = this.tokens?.refresh;
    this.tokens = undefined;
    return refresh;
  }

  /** @param refused a token that was rejected although it looked valid */
  async accessToken(refused?: string): Promise<string | undefined> {
    const { tokens } = this;
    if (!tokens) return undefined;
    const isGood = tokens.access !== refused && this.now() < tokens.expiresAtMs - REFRESH_EARLY_MS;
    const canRefresh = tokens.refresh !== undefined || tokens.isRemembered;
    if (!isGood && canRefresh) await this.refreshOnce(tokens);
    return this.tokens?.access;
  }

  private async refreshOnce(tokens: Tokens): Promise<void> {
    if (this.refreshing?.of !== tokens) this.refreshing = { of: tokens, done: this.refreshed(tokens) };
    await this.refreshing.done;
  }

  /** Whoever signed out or in meanwhile is not signed in again as who they were. */
  private async refreshed(tokens: Tokens): Promise<void> {
    try {
      const answer = await this.refresh(tokens.refresh);
      if (this.tokens === tokens) this.start(answer);
    } finally {
      if (this.refreshing?.of === tokens) this.refreshing = undefined;
    }
  }
}
