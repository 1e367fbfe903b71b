export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestEngine?.();
  // Whatever else a test file left behind has failed that file, and keeps nobody waiting.
  setTimeout(() => process.exit(), 5_000).unref();
}
