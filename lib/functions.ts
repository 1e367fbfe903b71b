import { type RouteName, routes } from '../functions/contract/routes';

// The one list of what runs in Lambda: a function for each route, the matcher, the publisher of events, and the jobs
// with their clock.

export interface Job {
  readonly schedule: string;
  readonly description: string;
  /** What it is told, where that is not only the time. */
  readonly input?: object;
}

export const jobs = {
  'expire-orders': {
    schedule: 'rate(1 minute)',
    description: 'Closes the orders whose time in force is over.',
  },
  audit: {
    // It begins once a day. A run that came to nothing costs a read; one that is not finished goes on.
    schedule: 'cron(0/15 * * * ? *)',
    description: 'Checks the promises of the system on the live table.',
    input: { if_due: true },
  },
} as const satisfies Record<string, Job>;

export const matcher = 'match-ticks';

/** Tells users of their orders and fills, as the table changes. */
export const publisher = 'publish-events';

/** Says what a browser may listen to. */
export const subscriberAuthorizer = 'authorize-subscriber';

/** Tells subscribers of quotes: apart, so that nothing waits behind them. */
export const quotePublisher = 'publish-quotes';

/** Those that speak for somebody to the user pool. */
export const credentialFunctions = ['create-user', 'sign-in'] as const satisfies RouteName[];

/** The documentation, which a deployment may go without. */
export const docsRoutes: RouteName[] = ['get-openapi', 'get-docs', 'get-docs-asset'];

/** Answers what no route takes. */
export const fallback = 'answer-unrouted';

export type JobName = keyof typeof jobs;
export type FunctionName =
  | RouteName
  | JobName
  | typeof matcher
  | typeof publisher
  | typeof subscriberAuthorizer
  | typeof quotePublisher
  | typeof fallback;

const entriesOf = (names: string[], folder: string): [string, string][] =>
  names.map((name) => [name, `functions/${folder}/${name}.ts`]);

/** The file, from the root of the repository, that exports the `handler` of each function. */
export const entryPoints: Record<string, string> = Object.fromEntries([
  ...entriesOf([...Object.keys(routes), fallback], 'http'),
  ...entriesOf([matcher], 'feed'),
  ...entriesOf([publisher, quotePublisher], 'events'),
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
