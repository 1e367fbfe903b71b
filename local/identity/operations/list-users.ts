import * as z from 'zod';
import type { User } from '../directory';
import { IdentityError } from '../identity-error';
import { operation, requirePool } from './operation';
import { attributesOf, describeUser } from './user-description';

const input = z.object({
  UserPoolId: z.string(),
  Filter: z.string().max(256).optional(),
  Limit: z.number().int().min(1).max(60).default(60),
  PaginationToken: z.string().optional(),
});

/** The users in order of creation. A page's token is the subject of its last user. */
export const listUsers = operation(input, async (pool, request) => {
  requirePool(pool, request.UserPoolId);
  const matching = pool.directory.all().filter(filterOf(request.Filter));
  const last = matching.findIndex(({ sub }) => sub === request.PaginationToken);
  const page = matching.slice(last + 1, last + 1 + request.Limit);
  const isMore = last + 1 + page.length < matching.length;
  return {
    Users: page.map((user) => ({ ...describeUser(user), Attributes: attributesOf(user) })),
    ...(isMore ? { PaginationToken: page.at(-1)?.sub } : {}),
  };
});

// Cognito's filter language: an attribute, `=` or `^=` (starts with), and a quoted value.
const filterSyntax = /^\s*(username|email|sub)\s*(\^?=)\s*"([^"]*)"\s*$/;

function filterOf(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const [, attribute, operator, value] = filterSyntax.exec(filter) ?? [];
  if (attribute === undefined || value === undefined) {
    throw new IdentityError('InvalidParameterException', 'Error while parsing filter.');
  }
  return (user) => {
    const actual = { username: user.username, sub: user.sub, email: user.attributes.email }[attribute];
    return operator === '=' ? actual === value : actual?.startsWith(value) === true;
  };
}
