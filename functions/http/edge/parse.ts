import type * as z from 'zod';
import { repeatedNames } from '../../contract/repeated-names';
import { houseWording } from '../../contract/wording';
import { type FieldError, type Rejection, reject, rejectFields } from '../../domain/rejection';

const MAX_BODY_BYTES = 65_536;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

export interface RawBody {
  readonly text: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** The replacement character: upstream has already lost the invalid bytes, so distinct bodies would look the same. */
const UNREADABLE = '\ufffd';

/** A JSON body, whose shape the schema has yet to check. */
export interface JsonBody {
  readonly json: unknown;
  /** The JSON exactly as sent. */
  readonly text: string;
}

export function parseJson(body: RawBody): JsonBody | Rejection {
  const { text = '', isBase64Encoded } = body;
  const bytes = Buffer.from(text, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) return reject('payload_too_large');
  if (bytes.length === 0) return { json: undefined, text: '' };
  if (!isPlainJson(body)) return reject('unsupported_media_type');
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!decoded.includes(UNREADABLE)) return withoutRepeats({ json: JSON.parse(decoded), text: decoded });
  } catch {
    // Rejected below, like a body that was already unreadable on arrival.
  }
  return reject('invalid_json');
}

/** As far as its headers say. */
function isPlainJson({ contentType = 'application/json', contentEncoding = 'identity' }: RawBody): boolean {
  return JSON_TYPE.test(contentType) && contentEncoding.trim().toLowerCase() === 'identity';
}

function withoutRepeats(body: JsonBody): JsonBody | Rejection {
  const errors = repeatedNames(body.text).map(({ name, index }) => ({
    field: shortened(index === undefined ? name : `${index}.${name}`),
    message: 'must occur only once',
  }));
  return errors.length > 0 ? rejectFields(errors.slice(0, MAX_ERRORS)) : body;
}

/** @param within the input's own path, as a prefix of the field names in errors */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  within = '',
): z.output<Schema> | Rejection {
  const parsed = schema.safeParse(input, { error: houseWording });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, input, within));
  return rejectFields(errors.slice(0, MAX_ERRORS));
}

/** Enough for every field that a request can have, and a bound on the response to a malformed one. */
const MAX_ERRORS = 20;
const MAX_FIELD_LENGTH = 100;

function shortened(field: string): string {
  return field.length <= MAX_FIELD_LENGTH ? field : `${field.slice(0, MAX_FIELD_LENGTH)}…`;
}

function fieldErrors(issue: z.core.$ZodIssue, input: unknown, within: string): FieldError[] {
  const path = within ? [within, ...issue.path] : issue.path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: shortened([...path, key].join('.')),
      message: 'is not a known field',
    }));
  }
  const isMissing =
    issue.code !== 'custom' && issue.path.length > 0 && valueAt(input, issue.path) === undefined;
  return [{ field: path.join('.') || 'body', message: isMissing ? 'is required' : issue.message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, input);
}
