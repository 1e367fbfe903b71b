import { version } from '../../../package.json';
import { problemDocument } from '../problems';
import { basePath, type Route } from '../route';
import { routes } from '../routes';
import { SchemaCollection } from './json-schema';
import { GATEWAY_MESSAGE, gatewayMessage, HEADERS, problemExamples } from './openapi-answers';
import { IDEMPOTENCY_KEY, operationOf } from './openapi-operation';

const TAGS: Record<Route['tag'], string> = {
  Users: 'Accounts: sign-up and sign-in, cash, and holdings.',
  Orders: 'Buying and selling. An order fills against the ticks of its stock until it is filled or closed.',
  Stocks: 'Prices, their history, and trades.',
  Operations: 'For operators of the system, and its documentation.',
};

const DESCRIPTION = `
Sign up at \`POST /users\`, sign in at \`POST /token\`, and send the access token as \`Authorization: Bearer …\`.

- **Money** is accepted as JSON numbers or decimal strings with at most 4 decimals, and returned as JSON numbers, exact
  to the fourth decimal. **Times** are returned as RFC 3339 in UTC.
- **Errors** are problem documents (RFC 9457). Branch on \`code\`; each is explained in \`docs/problems.md\`.
- **Lists** return \`results\` and \`next\`; send \`next\` as \`cursor\` for the next page.
- **Idempotency-Key**: a request that moves money or shares may be repeated with the same key within 24 hours, and
  returns its first response, with \`Idempotency-Replayed: true\`.
`.trim();

/** The documentation of the API, generated only from the routes and their schemas. */
export function openApiDocument(list: Record<string, Route> = routes) {
  const schemas = new SchemaCollection();
  schemas.add(problemDocument, 'output');
  schemas.add(gatewayMessage, 'output');
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const [name, route] of Object.entries(list)) {
    const operation = { [route.method.toLowerCase()]: operationOf(name, route, schemas) };
    paths[route.path] = { ...paths[route.path], ...operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trading system',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: basePath, description: 'The host that serves this document.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The access_token from `POST /token`.',
        },
      },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: HEADERS,
      schemas: schemas.named,
      examples: { ...problemExamples(Object.values(list)), GatewayMessage: GATEWAY_MESSAGE },
    },
  };
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>;
