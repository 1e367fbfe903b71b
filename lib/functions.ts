import { type RouteName, routes } from '../functions/contract/routes';

// The single list of Lambda functions: one per route, the matcher, the event publishers, and the jobs with their
// schedules.

export interface Job {
  readonly schedule: string;
  readonly description: string;
  /** Its event, if not EventBridge's default. */
  readonly input?: object;
}

export const jobs = {
  'expire-orders': {
    schedule: 'rate(1 minute)',
    description: 'Closes the orders whose time in force is over.',
  },
  audit: {
    // It starts once a day. An invocation without work costs one read; an unfinished audit is continued.
    schedule: 'cron(0/15 * * * ? *)',
    description: 'Checks the promises of the system on the live table.',
    input: { if_due: true },
  },
} as const satisfies Record<string, Job>;

export const matcher = 'match-ticks';

/** Publishes users' orders and fills as the table changes. */
export const publisher = 'publish-events';

/** Decides what a browser may subscribe to. */
export const subscriberAuthorizer = 'authorize-subscriber';

/** Publishes quotes; separate, so that nothing waits behind them. */
export const quotePublisher = 'publish-quotes';

/** The functions that call the user pool on a user's behalf. */
export const credentialFunctions = [
  'create-user',
  'confirm-user',
  'sign-in',
  'forgot-password',
  'reset-password',
  'change-password',
] as const satisfies RouteName[];

/** The documentation, which a deployment may leave out. */
export const docsRoutes: RouteName[] = ['get-openapi', 'get-docs', 'get-docs-asset'];

/** Answers requests that match no route. */
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

/** The file, relative to the repository root, that exports each function's `handler`. */
export const entryPoints: Record<string, string> = Object.fromEntries([
  ...entriesOf([...Object.keys(routes), fallback], 'http'),
  ...entriesOf([matcher], 'feed'),
  ...entriesOf([publisher, quotePublisher], 'events'),
  ...entriesOf([subscriberAuthorizer], 'live'),
  ...entriesOf(Object.keys(jobs), 'jobs'),
]);

const docs = 'functions/http/docs/files';
const swaggerUi = 'node_modules/swagger-ui-dist';

/** What goes into a function's bundle besides its code. */
export const filesOf: Record<string, string[]> = {
  'get-docs': [`${docs}/index.html`],
  'get-docs-asset': [
    `${docs}/start.js`,
    `${docs}/style.css`,
    `${swaggerUi}/swagger-ui.css`,
    `${swaggerUi}/swagger-ui-bundle.js`,
  ],
};
