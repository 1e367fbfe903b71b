import type * as z from 'zod';
import type { Route } from '../../../functions/contract/route';
import { type RouteName, routes } from '../../../functions/contract/routes';

export interface CallOptions {
  /** The values of the path's parameters. */
  path?: Record<string, string>;
  body?: object;
  token?: string;
}

/** Calls the contract's routes by name, and validates responses against its schemas. */
export class ApiClient {
  constructor(private readonly url: string) {}

  async call<Answer extends z.ZodType>(
    name: RouteName,
    answer: Answer,
    options: CallOptions = {},
  ): Promise<z.output<Answer>> {
    const { status, text } = await this.send(name, options);
    if (status !== routes[name].success.status) throw new Error(`${name} answered ${status}: ${text}`);
    return answer.parse(JSON.parse(text));
  }

  /** For calls whose response isn't the successful one. */
  async send(name: RouteName, { path = {}, body, token }: CallOptions = {}) {
    const route: Route = routes[name];
    const place = route.path.replaceAll(/\{(\w+)\}/g, (_braced, parameter) => path[parameter] ?? 'me');
    const response = await fetch(`${this.url}${place}`, {
      method: route.method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}
