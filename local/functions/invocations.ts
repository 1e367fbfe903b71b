// Asynchronous invocation as in Lambda: a failing event is retried as many times as the template says, and then goes to
// the on-failure destination. Unlike with Lambda, the caller can wait for the end of it, because a broker may
// acknowledge a message only when nothing can lose it any more.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FunctionDeclaration } from '../assembly/read-functions';
import type { Functions } from './functions';
import type { PrintLine } from './log';
import type { Failure } from './outcome';

export type Settled = 'processed' | 'dead-lettered' | 'dropped';

export interface InvocationsOptions {
  functions: Pick<Functions, 'invoke' | 'declarationOf'>;
  sendToQueue(queueArn: string, body: string): Promise<void>;
  /** How long to wait before the first and the second retry. Lambda waits one minute, then two. */
  retryDelaysMs: [number, number];
  print: PrintLine;
}

export class Invocations {
  private readonly stopping = new AbortController();

  constructor(private readonly options: InvocationsOptions) {}

  /** Rejects if the event could be neither processed nor dead-lettered: it must then be redelivered. */
  async invokeAsynchronously(arn: string, event: unknown): Promise<Settled> {
    const { functions } = this.options;
    const declaration = functions.declarationOf(arn);
    const { retries, maximumAgeSeconds } = declaration.asynchronous;
    const expiresAtMs = performance.now() + maximumAgeSeconds * 1000;

    for (let attempt = 1; ; attempt += 1) {
      const outcome = await functions.invoke(arn, event);
      if (outcome.ok) return 'processed';
      // A worker ended by our own shutdown says nothing about the event.
      this.stopping.signal.throwIfAborted();
      const wait = this.options.retryDelaysMs[attempt === 1 ? 0 : 1];
      const tooOld = performance.now() + wait > expiresAtMs;
      if (attempt > retries || tooOld) {
        const condition = attempt > retries ? 'RetriesExhausted' : 'EventAgeExceeded';
        return this.putAway(declaration, failureRecord(arn, event, outcome, condition, attempt));
      }
      await delay(wait, undefined, { signal: this.stopping.signal });
    }
  }

  /** Ends the waits between retries; invocations in progress reject. */
  stop(): void {
    this.stopping.abort(new Error('the host is stopping'));
  }

  private async putAway({ name, asynchronous }: FunctionDeclaration, record: unknown): Promise<Settled> {
    const { print, sendToQueue } = this.options;
    if (asynchronous.onFailureArn === undefined) {
      print(`${name}: dropped an event, as the function has no on-failure destination`);
      return 'dropped';
    }
    await sendToQueue(asynchronous.onFailureArn, JSON.stringify(record));
    print(`${name}: sent an event to ${asynchronous.onFailureArn}`);
    return 'dead-lettered';
  }
}

function failureRecord(arn: string, event: unknown, failure: Failure, condition: string, attempts: number) {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${arn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: failure.errorType,
      errorMessage: failure.errorMessage,
      trace: failure.trace,
    },
  };
}
