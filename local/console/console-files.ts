// Serves the files of the built console. They are read on request, so a new build shows on the next reload.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { acceptsGzip } from '../../functions/contract/accepts-gzip';
import { ASSETS_FOLDER, cacheControl, consolePolicy } from '../../functions/contract/console';
import type { Answer } from '../gateway/answer';
import type { ReceivedRequest } from '../gateway/event';

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};
/** Already compressed, so sent as is. */
const COMPRESSED = new Set(['.woff2', '.png']);

const HEADERS = {
  'content-security-policy': consolePolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

interface ReadFile {
  readonly changedAtMs: number;
  readonly bytes: Buffer;
  readonly zipped: Buffer | undefined;
  readonly tag: string;
}

export class ConsoleFiles {
  private readonly kept = new Map<string, ReadFile>();

  constructor(private readonly folder: string) {}

  /** A file of the console, or its page for `/` and for browsers' navigation requests; undefined if neither. */
  async answer(request: ReceivedRequest): Promise<Answer | undefined> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const file = path.join(this.folder, path.normalize(decodeURIComponent(request.path)));
    const found = await this.read(file);
    if (found !== undefined) return answerWith(file, found, request);
    if (request.path !== '/' && !accepts(request, 'text/html')) return undefined;
    const page = path.join(this.folder, 'index.html');
    const read = await this.read(page);
    return read && answerWith(page, read, request);
  }

  private async read(file: string): Promise<ReadFile | undefined> {
    if (!file.startsWith(this.folder + path.sep) || file.includes('\0')) return undefined;
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || !found.isFile()) return undefined;
    const kept = this.kept.get(file);
    if (kept?.changedAtMs === found.mtimeMs) return kept;
    const bytes = await readFile(file);
    const read = {
      changedAtMs: found.mtimeMs,
      bytes,
      zipped: COMPRESSED.has(path.extname(file)) ? undefined : gzipSync(bytes),
      tag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    };
    this.kept.set(file, read);
    return read;
  }
}

function answerWith(file: string, { bytes, zipped, tag }: ReadFile, request: ReceivedRequest): Answer {
  const isAsset = path.basename(path.dirname(file)) === ASSETS_FOLDER;
  const headers = {
    ...HEADERS,
    'cache-control': isAsset ? cacheControl.asset : cacheControl.page,
    etag: tag,
    vary: 'accept-encoding',
  };
  if (request.headers.get('if-none-match')?.includes(tag))
    return { status: 304, headers, cookies: [], body: '' };
  const type = { 'content-type': MEDIA_TYPES[path.extname(file)] ?? 'application/octet-stream' };
  const isZipped = zipped !== undefined && acceptsGzip(request.headers.get('accept-encoding')?.join() ?? '');
  return isZipped
    ? { status: 200, headers: { ...headers, ...type, 'content-encoding': 'gzip' }, cookies: [], body: zipped }
    : { status: 200, headers: { ...headers, ...type }, cookies: [], body: bytes };
}

function accepts({ headers }: ReceivedRequest, type: string): boolean {
  return headers.get('accept')?.some((accepted) => accepted.includes(type)) ?? false;
}
