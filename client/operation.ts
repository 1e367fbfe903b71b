import type { operations } from './operations';
import type { operations as Documented } from './schema';

/** The operations of the API by name, as in the OpenAPI document: those that answer with JSON, not pages or files. */
export type OperationName = {
  [Name in keyof typeof operations]: JsonOf<Success<Documented[Name]['responses']>> extends never
    ? never
    : Name;
}[keyof typeof operations];

type InPath<Name extends OperationName> = Documented[Name]['parameters'] extends {
  path: infer Path extends Record<string, string>;
}
  ? { path: Path }
  : { path?: never };

type InQuery<Name extends OperationName> = Documented[Name]['parameters'] extends {
  query?: infer Query extends Record<string, unknown>;
}
  ? { query?: Query }
  : { query?: never };

type InBody<Name extends OperationName> = Documented[Name] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? { body: Body }
  : { body?: never };

export type RequestOf<Name extends OperationName> = InPath<Name> &
  InQuery<Name> &
  InBody<Name> & {
    /** Generated where an operation takes one; your own lets a restarted program continue where it left off. */
    idempotencyKey?: string;
    signal?: AbortSignal;
  };

type Success<Responses> = {
  [Status in keyof Responses]: Status extends 200 | 201 | 202 ? Responses[Status] : never;
}[keyof Responses];

type JsonOf<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never;

export type AnswerOf<Name extends OperationName> = JsonOf<Success<Documented[Name]['responses']>>;

/** Operations that return a list, page by page. */
export type ListName = {
  [Name in OperationName]: AnswerOf<Name> extends { results: unknown[]; next: string | null }
    ? Documented[Name]['parameters'] extends { query?: { cursor?: string } }
      ? Name
      : never
    : never;
}[OperationName];

export type EntryOf<Name extends ListName> =
  AnswerOf<Name> extends { results: (infer Entry)[] } ? Entry : never;
