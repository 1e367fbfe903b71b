/**
 * Generates clients from the OpenAPI documents with the usual generators, compiles them, and has two of them play the
 * README's story against `npm start`. Clients whose generator or compiler isn't available are reported and skipped.
 * Usage: npm run clients [-- NAME…]. Exits with 1 if any of them fails.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ADMIN_PASSWORD, DEMO_PASSWORD, startProduct, temporaryFolder } from '../product';
import { CLIENTS, type Client } from './clients';
import { openApiGeneratorJar } from './generator';
import { isInstalled, run } from './shell';

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');
const work = temporaryFolder();

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !CLIENTS.some((client) => client.name === name));
  if (unknown.length > 0) throw new Error(`unknown client: ${unknown.join(', ')}`);
  const generator = openApiGeneratorJar();
  const made = CLIENTS.filter(({ name }) => names.length === 0 || names.includes(name)).filter((client) =>
    isMade(client, generator),
  );
  const players = made.filter(({ play }) => play !== undefined);
  if (players.length > 0) await playAll(players);
}

/** Whether it was generated and compiled. Failures are reported, and the other clients are still tried. */
function isMade(client: Client, generator: string | undefined): boolean {
  const missing = client.needs.filter((program) => !isInstalled(program));
  if (client.needs.includes('java') && generator === undefined) missing.push('openapi-generator');
  if (missing.length > 0) {
    console.log(`${client.name}: skipped: ${missing.join(' and ')} not available`);
    return false;
  }
  const folder = folderOf(client);
  mkdirSync(folder);
  const documents = {
    openApi: path.join(DOCS, 'openapi.json'),
    openApi30: path.join(DOCS, 'openapi-3.0.json'),
  };
  return succeeds(client, 'generated and compiled', () => {
    for (const command of client.generate({ ...documents, generator: generator ?? '' })) run(command, folder);
    for (const command of client.compile) run(command, folder);
  });
}

async function playAll(players: readonly Client[]): Promise<void> {
  const product = await startProduct();
  try {
    const environment = { API: `${product.url}/api`, DEMO_PASSWORD, ADMIN_PASSWORD };
    for (const client of players)
      succeeds(client, "played the README's story", () =>
        run(client.play ?? '', folderOf(client), environment),
      );
    await product.stop();
  } finally {
    product.destroy();
  }
}

function folderOf({ name }: Client): string {
  return path.join(work, name);
}

function succeeds({ name }: Client, what: string, attempt: () => void): boolean {
  const startedAtMs = Date.now();
  try {
    attempt();
    console.log(`${name}: ${what} (${Math.round((Date.now() - startedAtMs) / 1000)} s)`);
    return true;
  } catch (error) {
    console.error(`${name}: FAILED`, error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return false;
  }
}

main(process.argv.slice(2))
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(work, { recursive: true, force: true }));
