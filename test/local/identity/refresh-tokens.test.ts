import { randomUUID } from 'node:crypto';
import { RefreshTokens } from '../../../local/identity/refresh-tokens';

test("expired sign-ins don't pile up in memory, and valid ones stay", () => {
  let nowMs = 0;
  const kept: number[] = [];
  const tokens = new RefreshTokens([], () => nowMs);
  const signIn = () =>
    tokens.issue({
      sub: randomUUID(),
      originJti: randomUUID(),
      signedInAtMs: nowMs,
      expiresAtMs: nowMs + 10,
    });
  for (; nowMs < 1_000; nowMs++) {
    signIn();
    kept.push(tokens.size);
  }
  expect(Math.max(...kept)).toBe(10);
  const token = signIn();
  nowMs += 9;
  expect(tokens.redeem(token)).toMatchObject({ expiresAtMs: nowMs + 1 });
});
