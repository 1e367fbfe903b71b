import * as z from 'zod';

/** How the console is served, by the host of one machine and by the edge on AWS alike. */

/** What the console asks of its own host before anybody has signed in. */
export const CONFIGURATION_FILE = 'config.json';

export const consoleConfiguration = z.strictObject({
  stage: z.string(),
  /** Where MQTT over WebSocket is spoken. */
  live_url: z.string().regex(/^wss?:\/\//),
  /** An order fills at placement against a quote that is younger only. */
  quote_max_age_seconds: z.int(),
  /** How far above the price, or the stop, a market or stop order to buy may fill. */
  market_collar_percent: z.number(),
  /** In characters, at the least. */
  password_length: z.int(),
  features: z.array(
    z.enum([
      /** `POST /ticks` is there for administrators. */
      'publish_ticks',
      /** `GET` and `PUT /_local/market` are there, on one machine. */
      'local_market',
    ]),
  ),
});
export type ConsoleConfiguration = z.infer<typeof consoleConfiguration>;

/** Scripts and styles come from us or not at all, and the page talks to its own host and to the live events. */
export function consolePolicy(liveOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    // 'self' takes in WebSockets of the same host.
    ["connect-src 'self'", ...(liveOrigin === undefined ? [] : [liveOrigin])].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** The names of files in here tell what is in them, so that a browser may keep them for ever. */
export const ASSETS_FOLDER = 'assets';

export const cacheControl = {
  asset: 'public, max-age=31536000, immutable',
  page: 'no-cache',
  configuration: 'no-store',
} as const;
