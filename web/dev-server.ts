// `npm run web`: the console built anew at every change, with the API and the events of a running `npm start`.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { context } from 'esbuild';
import { consoleFolder } from './build';
import { bundleConsole, bundleOptions, finishConsole } from './bundle/bundle-console';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, api: { type: 'string', default: '8000' } },
});

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const PASSED_ON = /^\/(api|_local|config\.json|mqtt)(\/|$|\?)/;

function fileFor(url: string): string {
  const { pathname } = new URL(url, 'http://localhost');
  const file = path.join(consoleFolder, path.normalize(pathname));
  return existsSync(file) && statSync(file).isFile() ? file : path.join(consoleFolder, 'index.html');
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { url: target, method, headers } = incoming;
  const passed = request(
    {
      host: '127.0.0.1',
      port: values.api,
      path: target,
      method,
      headers: { ...headers, host: `127.0.0.1:${values.api}` },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  passed.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(passed);
}

async function main(): Promise<void> {
  await bundleConsole(consoleFolder);
  const watched = await context({
    ...bundleOptions(consoleFolder),
    plugins: [
      {
        name: 'finish',
        setup(build) {
          build.onEnd(({ metafile }) => {
            if (metafile) finishConsole(consoleFolder, metafile);
          });
        },
      },
    ],
  });
  await watched.watch();
  const server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '/';
    if (PASSED_ON.test(url)) return passOn(incoming, outgoing);
    const file = fileFor(url);
    outgoing.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(outgoing);
  });
  server.on('upgrade', (incoming, socket, head) => {
    const upstream = connect(Number(values.api), '127.0.0.1', () => {
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
        lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
      }
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.listen(Number(values.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${values.port}`));
}

void main();
