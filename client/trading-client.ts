import type { AnswerOf, EntryOf, ListName, OperationName, RequestOf } from './operation';
import { operations } from './operations';
import { ProblemError } from './problem-error';
import { DEFAULT_RETRIES, type RetryPolicy, withRetries } from './retry';
import { Session } from './session';

export interface ClientOptions {
  /** With the base path, such as `http://127.0.0.1:8000/api`. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch;
  readonly retries?: Partial<RetryPolicy>;
}

/** A request to any operation; its types were checked where it was made. */
interface AnyRequest {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface PageOf<Entry> {
  readonly results: readonly Entry[];
  readonly next: string | null;
}

type Arguments<Name extends OperationName> =
  Record<string, never> extends RequestOf<Name> ? [request?: RequestOf<Name>] : [request: RequestOf<Name>];

/** The API by the names of its operations: `await client.call('deposit', { path: { user_id: 'me' }, body: { amount: 5 } })`. */
export class TradingClient {
  private readonly fetch: typeof fetch;
  private readonly retries: RetryPolicy;
  private readonly session = new Session((refresh_token) =>
    this.call('sign-in', { body: refresh_token === undefined ? { remember: true } : { refresh_token } }),
  );

  constructor(private readonly options: ClientOptions) {
    this.fetch = options.fetch ?? ((...request) => fetch(...request));
    this.retries = { ...DEFAULT_RETRIES, ...options.retries };
  }

  /** @param remember for browsers: the refresh token is set as a cookie that no script can read */
  async signIn(username: string, password: string, remember = false): Promise<void> {
    const body = { username, password, ...(remember && { remember }) };
    this.session.start(await this.call('sign-in', { body }), remember);
  }

  /** Resumes the session remembered in this browser. */
  async resume(): Promise<void> {
    this.session.start(await this.call('sign-in', { body: { remember: true } }), true);
  }

  /** Forgets the tokens and revokes the refresh token. */
  async signOut(): Promise<void> {
    const refresh_token = this.session.end();
    await this.call('sign-out', { body: refresh_token === undefined ? {} : { refresh_token } });
  }

  /** For services beside this API that take a token, such as the events over MQTT. Undefined when nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    return await this.session.accessToken();
  }

  /** @throws ProblemError when the answer is not a success; whatever `fetch` throws when there is no answer */
  async call<Name extends OperationName>(
    name: Name,
    ...arguments_: Arguments<Name>
  ): Promise<AnswerOf<Name>> {
    return await this.answer<AnswerOf<Name>>(name, arguments_);
  }

  /** All entries of a list, fetched page by page as they are consumed. */
  async *list<Name extends ListName>(
    name: Name,
    ...arguments_: Arguments<Name>
  ): AsyncGenerator<EntryOf<Name>, void> {
    const [request]: [request?: AnyRequest | undefined] = arguments_;
    let cursor: string | null | undefined;
    do {
      const query = { ...request?.query, ...(cursor && { cursor }) };
      const page = await this.answer<PageOf<EntryOf<Name>>>(name, [{ ...request, query }]);
      yield* page.results;
      cursor = page.next;
    } while (cursor);
  }

  private async answer<Answer>(
    name: OperationName,
    [request = {}]: [request?: AnyRequest | undefined],
  ): Promise<Answer> {
    const response = await this.send(name, request);
    const text = await response.text();
    if (!response.ok) throw new ProblemError(response.status, text);
    // The server guarantees that answers match the document, and its tests hold it to that.
    const answer: Answer = JSON.parse(text);
    return answer;
  }

  private async send(name: OperationName, request: AnyRequest): Promise<Response> {
    const { method, path, isRepeatable } = operations[name];
    const url = `${this.options.baseUrl}${filled(path, request.path)}${queryOf(request.query)}`;
    // One key for all attempts: that is what makes a retry safe.
    const key = isRepeatable ? (request.idempotencyKey ?? newKey()) : undefined;
    const attempt = async (refused?: string): Promise<[Response, string | undefined]> => {
      const token = name === 'sign-in' ? undefined : await this.session.accessToken(refused);
      const init = { method, headers: headersOf(token, key, request.body), ...contentOf(request) };
      const mayRepeat = method === 'GET' || isRepeatable;
      return [await withRetries(() => this.fetch(url, init), mayRepeat, this.retries), token];
    };
    const [response, token] = await attempt();
    if (response.status !== 401 || token === undefined) return response;
    const [second] = await attempt(token);
    return second;
  }
}

/** `randomUUID` exists in secure contexts only; a page served over plain HTTP from another machine has `getRandomValues`. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return digits.join('');
}

function filled(path: string, values: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function queryOf(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function headersOf(
  token: string | undefined,
  key: string | undefined,
  body: unknown,
): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
}

function contentOf({ body, signal }: AnyRequest) {
  return { ...(body !== undefined && { body: JSON.stringify(body) }), ...(signal && { signal }) };
}
