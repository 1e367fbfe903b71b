import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditLimits } from '../../functions/audit/context/limits';
import { runAudit } from '../../functions/audit/run-audit';
import type { AuditReport } from '../../functions/domain/promises';
import type { Key, RawItem } from '../../functions/storage/table/read';
import type { Store } from '../../functions/storage/table/store';
import { documents } from '../../testing/test-store';

/** Nothing here is slower than this, and nothing waits for longer. */
const SETTLE_MS = 20;

/** A whole audit in one run. */
export async function audited(store: Store, limits: Partial<AuditLimits> = {}): Promise<AuditReport> {
  return await runAudit(store, {
    isTimeUp: () => false,
    mustStop: () => false,
    limits: { settleMs: SETTLE_MS, ...limits },
  });
}

/** Changes an item behind the system's back. */
export async function plant(store: Store, { PK, SK }: Key, change: Record<string, unknown>): Promise<void> {
  const names = Object.keys(change);
  await documents().send(
    new UpdateCommand({
      TableName: store.tableName,
      Key: { PK, SK },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, change[name]])),
    }),
  );
}

export async function put(store: Store, Item: RawItem): Promise<void> {
  await documents().send(new PutCommand({ TableName: store.tableName, Item }));
}
