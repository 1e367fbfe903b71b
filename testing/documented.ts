import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../functions/contract/documents/openapi';
import { type Route, type RouteName, routes } from '../functions/contract/routes';

export interface CheckedAnswer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

const DOCUMENT = 'urn:trading-system:openapi';

interface Documented {
  readonly document: ReturnType<typeof openApiDocument>;
  readonly ajv: Ajv2020;
  readonly validators: Map<string, ValidateFunction>;
}

declare global {
  // It is the same for all files of a Jest worker, and compiling it takes longer than many a file.
  var __documented: Documented | undefined;
}

function readDocument(): Documented {
  const document = openApiDocument();
  // Not strict, as the validator doesn't know OpenAPI's vocabulary around the schemas.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ ...document, $id: DOCUMENT });
  return { document, ajv, validators: new Map() };
}

globalThis.__documented ??= readDocument();
const { ajv, validators } = globalThis.__documented;
export const { document } = globalThis.__documented;

/** What is wrong with a value according to the schema at this place in the document. */
export function faultsAt(place: readonly string[], value: unknown): string {
  const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `${DOCUMENT}#/${encodeURI(pointer)}` });
  validators.set(pointer, validate);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

export function operationOf(name: RouteName) {
  const { path, method }: Route = routes[name];
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${name} is not documented`);
  return { operation, place: ['paths', path, method.toLowerCase()] };
}

/** Checks a response against the documented operation: status, type, headers, body, and the problem's code. */
export function checkDocumented(name: RouteName, { status, headers, text }: CheckedAnswer): void {
  const { operation, place } = operationOf(name);
  const documented = Object.entries(operation.responses).find(([code]) => code === String(status))?.[1];
  if (!documented) throw new Error(`${name} responded ${status}, which is not documented`);
  const [type = ''] = String(headers['content-type']).split(';');
  if (!Object.hasOwn(documented.content, type)) throw new Error(`${name} responded ${status} as ${type}`);
  const body: unknown = type.endsWith('json') ? JSON.parse(text) : text;
  const faults = faultsAt([...place, 'responses', String(status), 'content', type, 'schema'], body);
  if (faults) throw new Error(`${name} responded ${status} with an undocumented body: ${faults}`);
  if (status >= 400) checkCode(name, JSON.stringify(documented), text);
  for (const header of ['idempotency-replayed', 'retry-after', 'www-authenticate']) {
    const names = Object.keys(documented.headers ?? {});
    if (header in headers && !names.some((each) => each.toLowerCase() === header))
      throw new Error(`${name} responded ${status} with the header ${header}, which is not documented`);
  }
}

function checkCode(name: RouteName, documented: string, text: string): void {
  const { code } = JSON.parse(text);
  if (!documented.includes(`"#/components/examples/${code}"`))
    throw new Error(`${name} responded with the problem ${code}, which is not documented for it`);
}
