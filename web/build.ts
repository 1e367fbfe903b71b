// The console as files to serve: `web/dist` with an index.html and hashed assets, which a browser may keep for ever.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleConsole } from './bundle/bundle-console';

const root = path.resolve(__dirname, '..');
export const consoleFolder = path.join(__dirname, 'dist');

/** Everything that the console is made of. */
const SOURCES = ['web', 'client', 'functions/domain', 'package-lock.json'];
const FINGERPRINT_FILE = path.join(__dirname, 'dist.made-from');

/** Builds the console unless it was built from the very same sources. @returns the folder to serve */
export async function buildConsole(): Promise<string> {
  const fingerprint = fingerprintOfSources();
  const isBuilt = existsSync(path.join(consoleFolder, 'index.html')) && existsSync(FINGERPRINT_FILE);
  if (isBuilt && readFileSync(FINGERPRINT_FILE, 'utf8') === fingerprint) return consoleFolder;
  rmSync(FINGERPRINT_FILE, { force: true });
  await bundleConsole(consoleFolder);
  // Last, so that a build that was cut short is never taken for a whole one.
  writeFileSync(FINGERPRINT_FILE, fingerprint);
  return consoleFolder;
}

function fingerprintOfSources(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesOf(path.join(root, source)))) {
    hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(source: string): string[] {
  if (statSync(source).isFile()) return [source];
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('dist'))
    .map((name) => path.join(source, name))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}

if (require.main === module) {
  buildConsole().then(console.log, (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
