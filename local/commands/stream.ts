import { errorText } from '../../market/connection/error-text';
import { progressDisplay, summary } from '../../market/progress-display';
import { readStreamOptions, STREAM_USAGE } from '../../market/stream-options';
import { runStreamer } from '../../market/streamer';

// `npm run stream`: see STREAM_USAGE. Ctrl-C ends it early, printing a summary of what was sent.

async function main(): Promise<void> {
  const options = readStreamOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(STREAM_USAGE);
    return;
  }
  const stop = new AbortController();
  // A terminal sends Ctrl-C to npm and to us, and npm forwards it, so it may arrive twice.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const display = progressDisplay(process.stderr);
  let refused = 0;
  const onRefusal = (refusal: string) => {
    refused += 1;
    display.tell(refusal);
  };
  try {
    const progress = await runStreamer(options, { onProgress: display.show, onRefusal }, stop.signal);
    display.end();
    console.log(summary(progress, refused));
    if (refused > 0) process.exitCode = 1;
  } finally {
    display.end();
  }
}

main().catch((error: unknown) => {
  console.error(errorText(error));
  process.exitCode = 1;
});
