import { openApiDocument } from '../contract/documents/openapi';
import { Content } from './edge/content';
import { serve } from './edge/serve';

const document = new Content(JSON.stringify(openApiDocument()), 'application/json');

export const handler = serve('get-openapi', async () => document);
