import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on a terminal, nothing elsewhere, where the summary is enough. */
export function progressDisplay(endsAtMs: number): { end(): void } {
  if (!process.stderr.isTTY) return { end: () => undefined };
  const startedAtMs = Date.now();
  const bar = new SingleBar({ format: '{bar} {percentage}% of the time' }, Presets.shades_classic);
  bar.start(endsAtMs - startedAtMs, 0);
  const timer = setInterval(() => bar.update(Date.now() - startedAtMs), 500);
  return {
    end() {
      clearInterval(timer);
      bar.stop();
    },
  };
}
