/** Checks docs/asyncapi.json with AsyncAPI's own parser. Exits 1 if the parser reports anything. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as z from 'zod';
import { expect } from './expect';
import { fetchedPackage } from './fetched-package';

interface Parsed {
  readonly document?: { channels(): { all(): { address(): string }[] } };
  readonly diagnostics: unknown[];
}

interface ParserModule {
  Parser: new () => { parse(document: string): Promise<Parsed> };
}

const file = path.join(__dirname, '..', '..', 'docs', 'asyncapi.json');
const Written = z.object({ channels: z.record(z.string(), z.object({ address: z.string() })) });

async function main(): Promise<void> {
  const folder = fetchedPackage('@asyncapi/parser', '3.6.3');
  if (folder === undefined) return;
  const { Parser }: ParserModule = createRequire(__filename)(folder);
  const written = readFileSync(file, 'utf8');
  const { document, diagnostics } = await new Parser().parse(written);
  expect(diagnostics, []);
  const addresses = Object.values(Written.parse(JSON.parse(written)).channels).map(({ address }) => address);
  const channels = document?.channels().all();
  expect(
    channels?.map((channel) => channel.address()),
    addresses,
  );
  console.log(`AsyncAPI's parser found ${addresses.length} channels and no problems`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
