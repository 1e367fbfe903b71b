import type { UserId } from '../functions/domain/ids';
import type { Remember } from '../functions/storage/transactions/idempotency';

/** Has the response recorded under the key, if there is one. */
export function remembering<Result>(userId: UserId, key: string | undefined): Remember<Result> | undefined {
  if (key === undefined) return undefined;
  return {
    request: { userId, callerId: userId, key, fingerprint: 'payload' },
    render: () => ({ status: 200, body: `answered under ${key}` }),
  };
}
