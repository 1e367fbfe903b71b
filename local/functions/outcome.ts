import * as z from 'zod';

/** The outcome of one invocation, in the terms of Lambda's Invoke operation. */
export const Outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), payload: z.string() }),
  z.object({
    ok: z.literal(false),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
  }),
]);
export type Outcome = z.infer<typeof Outcome>;
export type Failure = Extract<Outcome, { ok: false }>;

export function failure(errorType: string, errorMessage: string): Failure {
  return { ok: false, errorType, errorMessage, trace: [] };
}
