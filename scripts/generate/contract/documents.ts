import { asyncApiDocument } from '../../../functions/contract/documents/asyncapi';
import { openApiDocument } from '../../../functions/contract/documents/openapi';
import { openApi30Document } from '../../../functions/contract/documents/openapi-30';
import { problemsPage } from '../../../functions/contract/documents/problems-page';
import { clientOperations } from './client-operations';
import { postmanCollection } from './postman-collection';
import { postmanEnvironment } from './postman-environment';

/** Every document generated from the contract, by path. A test compares them with the committed files. */
export function documents(): Record<string, string> {
  const openApi = openApiDocument();
  return {
    'docs/openapi.json': asJson(openApi),
    'docs/openapi-3.0.json': asJson(openApi30Document(openApi)),
    'docs/asyncapi.json': asJson(asyncApiDocument()),
    'docs/problems.md': problemsPage(),
    'docs/postman/trading-system.postman_collection.json': asJson(postmanCollection(openApi)),
    'docs/postman/local.postman_environment.json': asJson(postmanEnvironment),
    'client/operations.ts': clientOperations(),
  };
}

function asJson(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
