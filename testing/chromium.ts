import { existsSync } from 'node:fs';

/** Where browsers lie on the systems that we know; CHROMIUM says another place. */
const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @returns undefined where there is no browser: then tests with one are skipped, and say so */
export function chromiumPath(): string | undefined {
  return PLACES.find((place) => place !== '' && existsSync(place));
}

/** Root, which CI is, has no sandbox of its own. */
export const CHROMIUM_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
