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
export const document = openApiDocument();

// The vocabulary of OpenAPI around the schemas is none of the validator's.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ ...document, $id: DOCUMENT });
const validators = new Map<string, ValidateFunction>();

/** What is wrong with a value, by the schema at this place of the document. */
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

/** Holds an answer to what the document says of the operation: status, type, headers, body, and the problem's code. */
export function checkDocumented(name: RouteName, { status, headers, text }: CheckedAnswer): void {
  const { operation, place } = operationOf(name);
  const documented = Object.entries(operation.responses).find(([code]) => code === String(status))?.[1];
  if (!documented) throw new Error(`${name} answered ${status}, which is not documented`);
  const [type = ''] = String(headers['content-type']).split(';');
  if (!Object.hasOwn(documented.content, type)) throw new Error(`${name} answered ${status} as ${type}`);
  const body: unknown = type.endsWith('json') ? JSON.parse(text) : text;
  const faults = faultsAt([...place, 'responses', String(status), 'content', type, 'schema'], body);
  if (faults) throw new Error(`${name} answered ${status} with what is not documented: ${faults}`);
  if (status >= 400) checkCode(name, JSON.stringify(documented), text);
  for (const header of ['idempotency-replayed', 'retry-after', 'www-authenticate']) {
    const names = Object.keys(documented.headers ?? {});
    if (header in headers && !names.some((each) => each.toLowerCase() === header))
      throw new Error(`${name} answered ${status} with the header ${header}, which is not documented`);
  }
}

function checkCode(name: RouteName, documented: string, text: string): void {
  const { code } = JSON.parse(text);
  if (!documented.includes(`"#/components/examples/${code}"`))
    throw new Error(`${name} answered the problem ${code}, which is not documented for it`);
}
