import type { DemoUser } from './demo-users';

interface Welcome {
  url: string;
  /** The broker that ticks come from, and the topics it delivers. */
  feed?: { url: string; topicFilter: string } | undefined;
  users: DemoUser[];
  /** Undefined if there is no demo market. */
  stockId?: string | undefined;
  /** The folder as requested; undefined in memory, where a command has no key to sign with. */
  data: string | undefined;
  /** Where token verifiers find the keys. */
  discoveryUrl?: string | undefined;
}

const DEFAULT_DATA = 'data';

/** Commands to paste, shown on start. */
export function welcome({ url, feed, users, stockId, data, discoveryUrl }: Welcome): string {
  const known = users.map(
    ({ username, password }) => `  ${username}  ${password ?? '(the password printed at the first start)'}`,
  );
  // The demo user comes first; without a demo there is at most the administrator.
  const [first] = users;
  const token =
    data === undefined
      ? `TOKEN=$(curl -s ${url}/api/token/ -H 'content-type: application/json' -d '{"username":"${first?.username}","password":"${first?.password}"}' | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')`
      : `TOKEN=$(npm run -s token -- ${first?.username}${data === DEFAULT_DATA ? '' : ` --data ${data}`})`;
  const buy = JSON.stringify({ stock_id: stockId, total: 10, upper_bound: 1000 });
  return [
    '',
    `The console: ${url}/`,
    ...(feed === undefined ? [] : [`Ticks: ${feed.url}, on ${feed.topicFilter}`]),
    ...(users.length === 0 ? [] : ['', 'Users:', ...known]),
    ...(users.length === 0
      ? [
          '',
          `  curl -s ${url}/api/users/ -H 'content-type: application/json' -d '{"username":"...","email":"...","password":"..."}'`,
        ]
      : [
          '',
          'Try:',
          `  ${token}`,
          `  curl -s ${url}/api/stocks/ -H "authorization: Bearer $TOKEN"`,
          ...(stockId === undefined
            ? []
            : [
                `  curl -s ${url}/api/users/me/buy/ -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${buy}'`,
              ]),
          `  curl -s ${url}/api/users/me/ -H "authorization: Bearer $TOKEN"`,
        ]),
    '',
    `API documentation, to read and try out: ${url}/api/docs/`,
    ...(discoveryUrl === undefined ? [] : [`OpenID discovery: ${discoveryUrl}`]),
    '',
  ].join('\n');
}
