import * as z from 'zod';

/** What the console asks of its own host before it starts, at `/config.json`. */
export const consoleConfiguration = z.strictObject({
  stage: z.string(),
  /** Where MQTT over WebSocket is spoken: absolute, or a path on the host that served this. */
  live_url: z.string(),
  /** An order fills at placement against a quote that is younger only. */
  quote_max_age_seconds: z.int(),
  minimum_password_length: z.int(),
  features: z.strictObject({
    /** `POST /ticks` is there for administrators. */
    publish_ticks: z.boolean(),
    /** `GET` and `PUT /_local/market` are there, on one machine. */
    local_market: z.boolean(),
  }),
});
export type ConsoleConfiguration = z.infer<typeof consoleConfiguration>;

export const CONSOLE_CONFIGURATION_PATH = '/config.json';
