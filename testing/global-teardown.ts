import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestEngine?.();
  const folder = globalThis.testFolder;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // Anything else a test file left running has failed that file, and must not keep this process alive.
  setTimeout(() => process.exit(), 5_000).unref();
}
