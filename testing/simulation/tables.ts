import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type * as Encoded from '../../functions/storage/table/attribute-values';
import type { TableClient } from '../../functions/storage/table/table-client';
import { MemoryTables } from '../memory-table/memory-tables';
import { sdkClient, TableProperties, testClient } from '../test-store';
import { RawItem } from './auditor/raw-item';

/** Where an episode's table lies. */
export interface Tables {
  /** The handlers'. */
  readonly client: TableClient;
  create(name: string): Promise<void>;
  /** Past the handlers' client and its faults. */
  scan(name: string): Promise<RawItem[]>;
  drop(name: string): Promise<void>;
}

export function tablesOfEngine(): Tables {
  const client = sdkClient();
  return {
    client: testClient(),
    async create(TableName) {
      const properties = TableProperties.parse(JSON.parse(process.env.TEST_TABLE_PROPERTIES ?? '{}'));
      await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...properties }));
    },
    async scan(TableName) {
      const items: RawItem[] = [];
      for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
        items.push(...(page.Items ?? []).map((item) => new RawItem(item)));
      return items;
    },
    async drop(TableName) {
      await client.send(new DeleteTableCommand({ TableName }));
    },
  };
}

export function tablesInMemory(): Tables {
  const client = new MemoryTables();
  return {
    client,
    async create() {},
    async scan(name) {
      return client.items(name).map((item) => new RawItem(asOfSdk(item)));
    },
    async drop(name) {
      client.drop(name);
    },
  };
}

/** The SDK has bytes where the encoding has text. */
function asOfSdk(item: Encoded.AttributeMap): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, valueAsOfSdk(value)]));
}

function valueAsOfSdk(value: Encoded.AttributeValue): AttributeValue {
  if ('B' in value) return { B: Buffer.from(value.B, 'base64') };
  if ('L' in value) return { L: value.L.map(valueAsOfSdk) };
  return 'M' in value ? { M: asOfSdk(value.M) } : value;
}
