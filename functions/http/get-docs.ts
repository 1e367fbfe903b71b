import { basePath } from '../contract/route';
import { readDocsFile } from './docs/read-docs-file';
import { Content } from './edge/content';
import { serve } from './edge/serve';

/** Scripts and styles come from us or not at all, and the page talks to this API and to nobody else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Addresses in it are absolute, so that it works with a slash at the end of its own and without. */
const html = readDocsFile('index.html').replaceAll('{base}', basePath);
const page = new Content(html, 'text/html', { 'content-security-policy': POLICY });

export const handler = serve('get-docs', async () => page);
