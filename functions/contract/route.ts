import type * as z from 'zod';
import type { ProblemCode } from './problems';

/** The path below which all routes are. */
export const basePath = '/api';

/** The group of the user pool whose members are administrators. */
export const adminGroup = 'admin';

/** Who may call a route. `self` is the user named in the path; administrators are a group of the user pool. */
export type Access = 'anyone' | 'signed-in' | 'self' | 'self-or-admin' | 'admin';

export interface Route<
  Path extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Who extends Access = Access,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path, with parameters in braces. */
  readonly path: string;
  readonly access: Who;
  readonly summary: string;
  readonly tag: 'Users' | 'Orders' | 'Stocks' | 'Operations';
  readonly request: { readonly path: Path; readonly query: Query; readonly body?: Body };
  readonly success: {
    readonly status: number;
    readonly body: z.ZodType;
    readonly description: string;
    /** JSON unless stated. */
    readonly mediaTypes?: readonly string[];
    /** How long the response may be cached; not at all if missing. */
    readonly maxAgeSeconds?: number;
  };
  /** A 202 instead, if the deployment requires another step. */
  readonly accepted?: { readonly body: z.ZodType; readonly description: string };
  /** In addition to those of every route with its access. */
  readonly problems: readonly ProblemCode[];
  /** Moves money or shares, and so takes an Idempotency-Key. */
  readonly isRepeatable?: boolean;
}

/** Preserves the types of the route's schemas. */
export function defineRoute<
  Path extends z.ZodType,
  Query extends z.ZodType,
  Who extends Access,
  Body extends z.ZodType = z.ZodUndefined,
>(route: Route<Path, Query, Body, Who>): Route<Path, Query, Body, Who> {
  return route;
}
