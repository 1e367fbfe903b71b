// One execution environment: a worker thread that hosts functions and runs one invocation at a time. Whatever goes
// wrong inside (an uncaught error, exhausted memory, an exit, a timeout) ends this worker and nothing else.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { FunctionDeclaration } from '../assembly/read-functions';
import { hostedCode } from './hosted-code';
import { LinePrinter, type PrintLine } from './log';
import { failure, Outcome } from './outcome';

// Lambda gives a function 10 s to load before its timeout starts to count.
const LOAD_LIMIT_MS = 10_000;

export interface HostedFunction {
  declaration: FunctionDeclaration;
  environment: Record<string, string>;
}

export interface WorkerOptions {
  /** The memory that its functions share. */
  memoryMegabytes: number;
  print: PrintLine;
}

const Message = z.union([
  z.object({ answer: Outcome }),
  z.object({
    printed: z.object({ functionName: z.string(), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  }),
]);

export class FunctionWorker {
  private death: Outcome | undefined;
  private readonly worker: Worker;
  private readonly loaded = new Set<string>();
  private settle: (outcome: Outcome) => void = () => undefined;

  constructor(options: WorkerOptions) {
    const { memoryMegabytes, print } = options;
    this.worker = new Worker(path.join(__dirname, 'worker.js'), {
      // Each function brings its own environment.
      env: {},
      // Not this process's flags, which would load a TypeScript compiler into every worker.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    });
    const printer = new LinePrinter(print);
    this.worker.on('message', (message) => {
      const parsed = Message.parse(message);
      if ('printed' in parsed) printer.take(parsed.printed);
      else this.settle(parsed.answer);
    });
    this.worker.on('error', (error) => this.die(crashOf(error, options)));
    this.worker.on('exit', (code) =>
      this.die(failure('Runtime.ExitError', `Runtime exited with status ${code}`)),
    );
  }

  /** A dead worker answers every invocation with the cause of its death, and must be replaced. */
  get dead(): boolean {
    return this.death !== undefined;
  }

  async invoke(hosted: HostedFunction, payload: string): Promise<Outcome> {
    const loading = await this.load(hosted);
    const inTheWay = loading.ok ? this.death : loading;
    if (inTheWay !== undefined) return inTheWay;
    const { name, arn, memoryMegabytes, timeoutSeconds } = hosted.declaration;
    const awsRequestId = randomUUID();
    const context = {
      ...{ awsRequestId, functionName: name, invokedFunctionArn: arn },
      memoryLimitInMB: String(memoryMegabytes),
    };
    const deadlineMs = Date.now() + timeoutSeconds * 1000;
    return this.ask(
      { action: 'invoke', functionName: name, payload, context, deadlineMs },
      timeoutSeconds * 1000,
      `RequestId: ${awsRequestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
    );
  }

  async stop(): Promise<void> {
    this.die(failure('Runtime.ExitError', 'The host stopped'));
    await this.worker.terminate();
  }

  private async load({ declaration, environment }: HostedFunction): Promise<Outcome> {
    const { name } = declaration;
    if (this.loaded.has(name)) return { ok: true, payload: 'null' };
    if (this.death !== undefined) return this.death;
    const code = hostedCode(declaration);
    if (code === undefined) {
      return failure('Runtime.ImportModuleError', `${declaration.handler} is not in ${declaration.folder}`);
    }
    const outcome = await this.ask(
      { action: 'load', functionName: name, environment, ...code },
      LOAD_LIMIT_MS,
      'The function did not load within 10 seconds',
    );
    if (outcome.ok) this.loaded.add(name);
    return outcome;
  }

  /** The worker's answer, or a timeout, which ends the worker. */
  private ask(message: object, limitMs: number, tooLate: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.die(failure('Sandbox.Timedout', tooLate));
        void this.worker.terminate();
      }, limitMs);
      this.settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      this.worker.postMessage(message);
    });
  }

  private die(outcome: Outcome): void {
    if (this.dead) return;
    this.death = outcome;
    this.settle(outcome);
  }
}

// An error from a worker is deserialized here, so it isn't an instance of any class on this side.
const Crash = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.string().default(''),
  code: z.unknown().optional(),
});

function crashOf(error: unknown, { memoryMegabytes }: WorkerOptions): Outcome {
  const crash = Crash.safeParse(error);
  if (!crash.success) return failure('Runtime.ExitError', String(error));
  const { name, message, stack, code } = crash.data;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return failure('Runtime.OutOfMemory', `The function used more than its ${memoryMegabytes} MB`);
  }
  return { ok: false, errorType: name, errorMessage: message, trace: stack.split('\n') };
}
