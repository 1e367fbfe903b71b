import { reject } from '../domain/rejection';
import { readDocsFile } from './docs/read-docs-file';
import { Content } from './edge/content';
import { serve } from './edge/serve';

/** What the page may load. A name is only looked up here; it never becomes a path. */
const ASSETS: ReadonlyMap<string, Content> = new Map([
  ['swagger-ui.css', asset('swagger-ui.css', 'text/css')],
  ['swagger-ui-bundle.js', asset('swagger-ui-bundle.js', 'text/javascript')],
  ['style.css', asset('style.css', 'text/css')],
  ['start.js', asset('start.js', 'text/javascript')],
]);

export const handler = serve('get-docs-asset', async ({ path }) => {
  return ASSETS.get(path.file) ?? reject('not_found');
});

function asset(file: string, mediaType: string): Content {
  return new Content(readDocsFile(file), mediaType, { 'cache-control': 'public, max-age=3600' });
}
