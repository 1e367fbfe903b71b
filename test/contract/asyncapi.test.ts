import { execFileSync } from 'node:child_process';
import path from 'node:path';

// The parser is for Node, not for jest's modules, and so runs beside it.
const PARSE = `
  const { readFileSync } = require('node:fs');
  const { Parser } = require('@asyncapi/parser');
  new Parser().parse(readFileSync('docs/asyncapi.json', 'utf8')).then(({ document, diagnostics }) => {
    const channels = document?.channels().all().map((channel) => channel.address());
    process.stdout.write(JSON.stringify({ channels, diagnostics }));
  });
`;

test("AsyncAPI's own parser reads the document and finds nothing to say about it", () => {
  const root = path.join(__dirname, '..', '..');
  const parsed: unknown = JSON.parse(
    execFileSync(process.execPath, ['-e', PARSE], { cwd: root, encoding: 'utf8' }),
  );
  expect(parsed).toEqual({
    channels: [
      'thndr-trading',
      'thndr-trading/{topic}',
      'trading/users/{user_id}/orders',
      'trading/stocks/{stock_id}/quote',
    ],
    diagnostics: [],
  });
});
