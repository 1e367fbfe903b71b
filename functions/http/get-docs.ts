import { basePath } from '../contract/route';
import { readDocsFile } from './docs/read-docs-file';
import { Content } from './edge/content';
import { serve } from './edge/serve';

/** The page loads scripts and styles from this origin only, and talks only to this API. */
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

/** The page's URLs are absolute, so it works with and without a trailing slash. */
const html = readDocsFile('index.html').replaceAll('{base}', basePath);
const page = new Content(html, 'text/html', { 'content-security-policy': POLICY });

export const handler = serve('get-docs', async () => page);
