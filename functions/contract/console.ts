import * as z from 'zod';
import { FEE_SIDES } from '../domain/fees';

/** How the console is served, both by the host on one machine and by the edge on AWS. */

/** What the console requests from its own host before anyone has signed in. */
export const CONFIGURATION_FILE = 'config.json';

export const consoleConfiguration = z.strictObject({
  stage: z.string(),
  /** Endpoint for MQTT over WebSocket. */
  live_url: z.string().regex(/^wss?:\/\//),
  /** An order fills at placement only against a quote younger than this. */
  quote_max_age_seconds: z.int(),
  /** How far above the price or the stop a market or stop buy may fill. */
  market_collar_percent: z.number(),
  /** What orders that are placed now are charged. */
  fees: z.strictObject({
    basis_points: z.number(),
    per_share: z.number(),
    minimum: z.number(),
    sides: z.enum(FEE_SIDES),
  }),
  /** Minimum number of characters. */
  password_length: z.int(),
  features: z.array(
    z.enum([
      /** Administrators may use `POST /ticks`. */
      'publish_ticks',
      /** `GET` and `PUT /_local/market` exist, on one machine. */
      'local_market',
    ]),
  ),
});
export type ConsoleConfiguration = z.infer<typeof consoleConfiguration>;

/** Scripts and styles come only from us, and the page connects only to its own host and the live events. */
export function consolePolicy(liveOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    // 'self' includes WebSockets of the same host.
    ["connect-src 'self'", ...(liveOrigin === undefined ? [] : [liveOrigin])].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** File names in here contain a hash of the content, so browsers may cache them forever. */
export const ASSETS_FOLDER = 'assets';

export const cacheControl = {
  asset: 'public, max-age=31536000, immutable',
  page: 'no-cache',
  configuration: 'no-store',
} as const;
