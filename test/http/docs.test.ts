import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { openApiDocument } from '../../functions/contract/documents/openapi';
import { aContext, keptEvent, setEnvironment } from '../../testing/api';

const Answer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string().optional()),
  body: z.string(),
  isBase64Encoded: z.boolean().optional(),
});

beforeAll(() => setEnvironment('no-table'));

async function get(route: string, file?: string, acceptEncoding?: string) {
  const { handler } = await import(`../../functions/http/${route}`);
  const event = {
    ...keptEvent(route),
    ...(file !== undefined && { pathParameters: { file } }),
    headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding },
  };
  return Answer.parse(await handler(event, aContext(route)));
}

test('the page allows scripts and styles from its own host only, and none inline', async () => {
  const { headers } = await get('get-docs');
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self';",
  );
  expect(headers['content-security-policy']).not.toContain('unsafe');
});

test('the page loads nothing that is not served here', async () => {
  const { body } = await get('get-docs');
  const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  expect(files.filter((file) => !file.startsWith('data:'))).not.toHaveLength(0);
  for (const file of files.filter((address) => !address.startsWith('data:'))) {
    expect(file).toMatch(/^\/api\/docs\/assets\//);
    expect((await get('get-docs-asset', file.split('/').at(-1))).statusCode).toBe(200);
  }
});

test.each([
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
])('%s is sent as %s, compressed, well within the 6 MB of a Lambda answer', async (file, type) => {
  const answer = await get('get-docs-asset', file, 'br, gzip;q=0.8');
  expect(answer.headers).toMatchObject({ 'content-type': type, 'content-encoding': 'gzip' });
  expect(answer.body.length).toBeLessThan(1_000_000);
  expect(gunzipSync(Buffer.from(answer.body, 'base64')).toString()).toBe(
    (await get('get-docs-asset', file)).body,
  );
});

test.each(['index.html', '..', '../../package.json', 'LICENSE', '__proto__'])(
  "a file that doesn't belong to the page is not found: %s",
  async (file) => {
    expect((await get('get-docs-asset', file)).statusCode).toBe(404);
  },
);

test('the document served is the generated one', async () => {
  const { headers, body } = await get('get-openapi');
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
