// The product itself on this machine: the app as it synthesizes, its bundles, the engine and the broker.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectStore, type Store } from '../../../functions/storage/table/store';
import { type Host, startHost } from '../../../local/host';
import { type Context, synthesize } from '../../../local/synthesize';
import { testClient } from '../../../testing/test-store';

export interface Product {
  readonly host: Host;
  readonly brokerUrl: string;
  /** On the table of the product. */
  readonly store: Store;
  stop(): Promise<void>;
}

const project = path.join(__dirname, '../../..');

/** A folder that holds the assembly, and the data too unless everything is to be forgotten. */
export function newFolder(): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'product-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function startProduct(folder: string, context: Context = {}): Promise<Product> {
  const assemblyFolder = path.join(folder, 'assembly');
  const host = await startHost({
    async assembly() {
      await synthesize(project, assemblyFolder, context);
      return assemblyFolder;
    },
    dataFolder: path.join(folder, 'data'),
    host: '127.0.0.1',
    port: 0,
    broker: { kind: 'embedded', port: 0 },
    workers: 2,
    logLevel: 'ERROR',
    retryDelaysMs: [0, 0],
    print: () => undefined,
  });
  const { broker, stack, engine } = host;
  const [table] = stack.tables;
  if (broker === undefined || table === undefined) throw new Error('the product has a broker and a table');
  const client = testClient(engine.endpoint);
  const stop = async () => {
    client.destroy();
    await host.stop();
  };
  const store = connectStore(table.name, { client });
  return { host, brokerUrl: broker.url, store, stop };
}
