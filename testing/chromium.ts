import { existsSync } from 'node:fs';

/** Where browsers usually are; CHROMIUM overrides it. */
const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns undefined if there is no browser: tests that need one are then reported as skipped */
export function chromiumPath(): string | undefined {
  return PLACES.find((place) => place !== '' && existsSync(place));
}

/** Chromium's sandbox doesn't work as root, which CI runs as. */
export const CHROMIUM_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
