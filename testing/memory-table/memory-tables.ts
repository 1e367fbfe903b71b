// Tables in the memory of this process that answer like DynamoDB what our storage asks. A call takes microseconds, so
// long simulations use it; the embedded engine is the reference to which test/testing/memory-table.test.ts holds it.
import { type AttributeMap, encodeItem } from '../../functions/storage/table/attribute-values';
import type { Answers, Inputs, Operation, TransactItem } from '../../functions/storage/table/operations';
import { keyOf } from '../../functions/storage/table/read';
import type { TableClient } from '../../functions/storage/table/table-client';
import {
  type CancellationReason,
  TableError,
  TransactionCanceled,
} from '../../functions/storage/table/table-error';
import { MemoryTable } from './memory-table';

type Operations = { readonly [Name in Operation]: (input: Inputs[Name]) => Answers[Name] };
const MAX_ACTIONS = 100;

export class MemoryTables implements TableClient {
  private readonly tables = new Map<string, MemoryTable>();
  /** What was committed under each token. DynamoDB forgets it after ten minutes, when nobody retries any more. */
  private readonly committed = new Map<string, readonly TransactItem[]>();

  private readonly operations: Operations = {
    BatchGetItem: ({ RequestItems }) => ({
      Responses: mapValues(RequestItems, ({ Keys }, name) =>
        Keys.map((key) => this.named(name).read(keyOf(key))).filter((item) => item !== undefined),
      ),
      UnprocessedKeys: {},
    }),
    GetItem: ({ TableName, Key }) => ({ Item: this.named(TableName).read(Key) }),
    TransactGetItems: ({ TransactItems }) => ({
      Responses: TransactItems.map(({ Get }) => this.operations.GetItem({ ...Get, ConsistentRead: true })),
    }),
    Query: (input) => this.named(input.TableName).query(input),
    Scan: () => {
      throw new Error("the table in memory can't be scanned");
    },
    PutItem: (write) => this.writeAlone({ Put: write }),
    UpdateItem: (write) => this.writeAlone({ Update: write }),
    DeleteItem: (write) => this.writeAlone({ Delete: write }),
    TransactWriteItems: ({ TransactItems, ClientRequestToken }) => {
      const before = this.committed.get(ClientRequestToken);
      if (before === TransactItems) return {};
      if (before)
        throw new TableError('IdempotentParameterMismatchException', 'The token is of another transaction');
      this.writeTogether(TransactItems);
      this.committed.set(ClientRequestToken, TransactItems);
      return {};
    },
  };

  async call<Name extends Operation>(operation: Name, input: Inputs[Name]): Promise<Answers[Name]> {
    return this.operations[operation](input);
  }

  /** Copies of all items, encoded. */
  items(tableName: string): AttributeMap[] {
    return [...this.named(tableName).items()].map((item) => structuredClone(item));
  }

  drop(tableName: string): void {
    this.tables.delete(tableName);
    this.committed.clear();
  }

  private named(tableName: string): MemoryTable {
    const table = this.tables.get(tableName) ?? new MemoryTable();
    this.tables.set(tableName, table);
    return table;
  }

  private writeAlone(action: TransactItem): object {
    if (!this.isAllowed(action))
      throw new TableError('ConditionalCheckFailedException', 'The conditional request failed');
    this.write(action);
    return {};
  }

  private writeTogether(actions: readonly TransactItem[]): void {
    const targets = new Set(actions.map((action) => JSON.stringify(targetOf(action))));
    if (actions.length > MAX_ACTIONS || targets.size < actions.length)
      throw new TableError('ValidationException', 'Too many actions, or two of them on the same item');
    const reasons = actions.map((action): CancellationReason => {
      if (this.isAllowed(action)) return { Code: 'None' };
      const { TableName, Key } = targetOf(action);
      return { Code: 'ConditionalCheckFailed', Item: this.named(TableName).read(Key) };
    });
    if (reasons.some(({ Code }) => Code !== 'None')) throw new TransactionCanceled(reasons);
    for (const action of actions) this.write(action);
  }

  private isAllowed(action: TransactItem): boolean {
    const { TableName, Key } = targetOf(action);
    return Object.values(action).every((write) => this.named(TableName).meets(Key, write));
  }

  private write(action: TransactItem): void {
    const table = this.named(targetOf(action).TableName);
    if ('Put' in action) table.put(encodeItem(action.Put.Item));
    if ('Delete' in action) table.delete(action.Delete.Key);
    if ('Update' in action) table.update(action.Update);
  }
}

function targetOf(action: TransactItem) {
  if ('Put' in action) return { TableName: action.Put.TableName, Key: keyOf(action.Put.Item) };
  const { TableName, Key } =
    'Update' in action ? action.Update : 'Delete' in action ? action.Delete : action.ConditionCheck;
  return { TableName, Key };
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
