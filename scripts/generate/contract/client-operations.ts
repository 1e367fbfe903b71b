import type { Route } from '../../../functions/contract/route';
import { routes } from '../../../functions/contract/routes';

/** What the client needs for each operation besides its types: its path, and whether it may be repeated. */
export function clientOperations(list: Record<string, Route> = routes): string {
  const lines = Object.entries(list).map(([name, { method, path, isRepeatable = false }]) => {
    return `  '${name}': { method: '${method}', path: '${path}', isRepeatable: ${isRepeatable} },`;
  });
  return [
    '// Generated from functions/contract/routes.ts by `npm run contract`. Do not edit.',
    'export const operations = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}
