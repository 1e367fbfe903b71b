// Selects the route of a request by API Gateway's rules for HTTP APIs: the most specific path wins, segment by segment
// (a name over a variable over a greedy variable), then a method over ANY, and `$default` is the last resort. A
// trailing slash in the requested path makes no difference, as on AWS, which accepts no route key that has one.

export interface SelectedRoute<Route> {
  route: Route;
  pathParameters: Record<string, string>;
}

type Segment = { kind: 'name' | 'variable' | 'greedy'; text: string };

interface Compiled<Route> {
  route: Route;
  method: string;
  segments: Segment[];
}

const rank = { name: 0, variable: 1, greedy: 2 } as const;

export function routeSelector<Route extends { key: string }>(routes: Route[]) {
  const fallback = routes.find((route) => route.key === '$default');
  const compiled = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .toSorted(bySpecificity);

  /** The path is still percent-encoded, so that an encoded slash is part of a value. */
  return (method: string, rawPath: string): SelectedRoute<Route> | undefined => {
    const given = rawPath
      .replace(/(?<=.)\/$/, '')
      .split('/')
      .slice(1);
    for (const candidate of compiled) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = match(candidate.segments, given);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function compile<Route extends { key: string }>(route: Route): Compiled<Route> {
  const [method = '', path = ''] = route.key.split(' ', 2);
  return { route, method, segments: path.split('/').slice(1).map(segmentOf) };
}

function segmentOf(text: string): Segment {
  const greedy = /^\{(.+)\+\}$/.exec(text)?.[1];
  if (greedy !== undefined) return { kind: 'greedy', text: greedy };
  const variable = /^\{(.+)\}$/.exec(text)?.[1];
  return variable === undefined ? { kind: 'name', text } : { kind: 'variable', text: variable };
}

function match(segments: Segment[], given: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, { kind, text }] of segments.entries()) {
    const value = kind === 'greedy' ? given.slice(index).join('/') : given[index];
    if (value === undefined || (kind === 'name' ? decodeURIComponent(value) !== text : value === ''))
      return undefined;
    if (kind !== 'name') parameters[text] = decodeURIComponent(value);
    if (kind === 'greedy') return parameters;
  }
  return segments.length === given.length ? parameters : undefined;
}

function bySpecificity(a: Compiled<unknown>, b: Compiled<unknown>): number {
  const length = Math.max(a.segments.length, b.segments.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rankAt(a, index) - rankAt(b, index);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function rankAt({ segments }: Compiled<unknown>, index: number): number {
  const segment = segments[index];
  // If two routes agree until one of them ends, no path matches both, unless the rest is greedy.
  return segment === undefined ? 0 : rank[segment.kind];
}
