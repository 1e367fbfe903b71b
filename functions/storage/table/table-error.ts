import * as z from 'zod';
import { encodedItem } from './operations';
import type { RawItem } from './raw-item';

/** An error returned by the table. Its name is DynamoDB's. */
export class TableError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

/** Of one write of a transaction, in the order of the writes. The code is `None` if that write wasn't the cause. */
export interface CancellationReason {
  readonly Code?: string | undefined;
  /** The current item, if its condition failed. */
  readonly Item?: RawItem | undefined;
}

export class TransactionCanceled extends TableError {
  constructor(
    readonly reasons: readonly CancellationReason[],
    message = 'Transaction canceled',
  ) {
    super('TransactionCanceledException', message);
  }
}

const Problem = z.object({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
  CancellationReasons: z
    .array(z.object({ Code: z.string().optional(), Item: encodedItem.optional() }))
    .optional(),
});

/** The error in a response. A proxy in between may respond too, with its own page. */
export function errorOf(status: number, text: string): TableError {
  const problem = problemIn(text);
  if (!problem)
    return new TableError(status >= 500 ? 'ServiceUnavailable' : 'UnknownError', `HTTP ${status}`);
  const { __type: type, CancellationReasons: reasons, message, Message = '' } = problem;
  // As in `com.amazonaws.dynamodb.v20120810#ThrottlingException`.
  const name = type.slice(type.indexOf('#') + 1);
  if (reasons && name === 'TransactionCanceledException')
    return new TransactionCanceled(reasons, message ?? Message);
  return new TableError(name, message ?? Message);
}

function problemIn(text: string): z.output<typeof Problem> | undefined {
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
