import { identityRoutes } from './identity/routes';
import { ledgerRoutes } from './ledger/routes';
import { operationsRoutes } from './operations/routes';
import { ordersRoutes } from './orders/routes';
import type { Route } from './route';
import { stocksRoutes } from './stocks/routes';
import { usersRoutes } from './users/routes';

/**
 * Every route of the API: the single list from which the gateway is deployed, requests are parsed, callers are
 * authorized and the documentation is generated. The key is the name of the function that serves the route.
 */
export const routes = {
  ...identityRoutes,
  ...usersRoutes,
  ...ledgerRoutes,
  ...ordersRoutes,
  ...stocksRoutes,
  ...operationsRoutes,
} satisfies Record<string, Route>;

export type { Access, Route } from './route';
export type RouteName = keyof typeof routes;
export type RouteOf<Name extends RouteName> = (typeof routes)[Name];
