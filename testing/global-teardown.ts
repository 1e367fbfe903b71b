export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestEngine?.();
  // Anything else a test file left running has failed that file, and must not keep this process alive.
  setTimeout(() => process.exit(), 5_000).unref();
}
