import type * as z from 'zod';
import { PROBLEMS, problemDocument } from '../functions/contract/problems';
import { type Route, type RouteName, routes } from '../functions/contract/routes';
import { type CheckedAnswer, checkDocumented } from './documented';

/** Validates every response that a test ever sees against its route's contract: no field more or less. */
export function checkAnswer(name: RouteName, answer: CheckedAnswer): void {
  checkDocumented(name, answer);
  const { status, headers, text } = answer;
  const { success, accepted }: Route = routes[name];
  const type = String(headers['content-type']);
  if (status >= 400) checkProblem(status, type, text);
  else if (status === 202 && accepted) checkBody(accepted.body, text);
  else if (status !== success.status) throw new Error(`${name} responded ${status}, not ${success.status}`);
  else if (type.startsWith('application/json')) checkBody(success.body, text);
}

function checkBody(schema: z.ZodType, text: string): void {
  const json: unknown = JSON.parse(text);
  expect(schema.parse(json)).toEqual(json);
}

function checkProblem(status: number, type: string, text: string): void {
  expect(type).toBe('application/problem+json');
  const json: unknown = JSON.parse(text);
  const problem = problemDocument.parse(json);
  expect(problem).toEqual(json);
  const kind = Object.entries(PROBLEMS).find(([code]) => code === problem.code)?.[1];
  expect({ ...problem, status }).toMatchObject({
    type: `urn:trading-system:problem:${problem.code}`,
    title: kind?.title,
    status: kind?.status,
    request_id: expect.any(String),
  });
}
