import { type RouteName, routes } from '../functions/contract/routes';

// The one list of what runs in Lambda: a function for each route, the matcher, the publisher of events, and the jobs
// with their clock.

export const jobs = {
  'expire-orders': {
    schedule: 'rate(1 minute)',
    description: 'Closes the orders whose time in force is over.',
  },
  audit: {
    schedule: 'cron(0 3 * * ? *)',
    description: 'Checks the promises of the system on the live table.',
  },
} as const;

export const matcher = 'match-ticks';

/** Tells subscribers what has changed in the table. */
export const publisher = 'publish-events';

/** Says what a browser may listen to. */
export const subscriberAuthorizer = 'authorize-subscriber';

/** Answers what no route takes. */
export const fallback = 'answer-unrouted';

export type JobName = keyof typeof jobs;
export type FunctionName =
  | RouteName
  | JobName
  | typeof matcher
  | typeof publisher
  | typeof subscriberAuthorizer
  | typeof fallback;

const entriesOf = (names: string[], folder: string): [string, string][] =>
  names.map((name) => [name, `functions/${folder}/${name}.ts`]);

/** The file, from the root of the repository, that exports the `handler` of each function. */
export const entryPoints: Record<string, string> = Object.fromEntries([
  ...entriesOf([...Object.keys(routes), fallback], 'http'),
  ...entriesOf([matcher], 'feed'),
  ...entriesOf([publisher], 'events'),
  ...entriesOf([subscriberAuthorizer], 'live'),
  ...entriesOf(Object.keys(jobs), 'jobs'),
]);

const docs = 'functions/http/docs/files';
const swaggerUi = 'node_modules/swagger-ui-dist';

/** What goes into the bundle of a function beside its code. */
export const filesOf: Record<string, string[]> = {
  'get-docs': [`${docs}/index.html`],
  'get-docs-asset': [
    `${docs}/start.js`,
    `${docs}/style.css`,
    `${swaggerUi}/swagger-ui.css`,
    `${swaggerUi}/swagger-ui-bundle.js`,
  ],
};
