// One execution environment: a worker thread that hosts functions and runs several invocations at a time. Whatever goes
// wrong inside (an uncaught error, exhausted memory, an exit) ends this worker, with what runs in it, and nothing else.
// After a timeout it takes no more work, and ends once the rest of its own is done.
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
  z.object({ id: z.int(), answer: Outcome }),
  z.object({
    printed: z.object({ functionName: z.string(), stream: z.enum(['stdout', 'stderr']), text: z.string() }),
  }),
]);

export class FunctionWorker {
  private death: Outcome | undefined;
  private isRetired = false;
  private invocations = 0;
  private readonly worker: Worker;
  private readonly loading = new Map<string, Promise<Outcome>>();
  private readonly awaited = new Map<number, (outcome: Outcome) => void>();
  private asked = 0;

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
      else this.awaited.get(parsed.id)?.(parsed.answer);
    });
    this.worker.on('error', (error) => this.die(crashOf(error, options)));
    this.worker.on('exit', (code) =>
      this.die(failure('Runtime.ExitError', `Runtime exited with status ${code}`)),
    );
  }

  /** Otherwise it must be replaced: it is dead, and answers with the cause, or about to end. */
  get isAvailable(): boolean {
    return this.death === undefined && !this.isRetired;
  }

  /** How many invocations it has. */
  get running(): number {
    return this.invocations;
  }

  async invoke(hosted: HostedFunction, payload: string): Promise<Outcome> {
    this.invocations += 1;
    try {
      const loading = await this.load(hosted);
      return loading.ok ? await this.run(hosted, payload) : loading;
    } finally {
      this.invocations -= 1;
      this.endIfUnused();
    }
  }

  async stop(): Promise<void> {
    this.die(failure('Runtime.ExitError', 'The host stopped'));
    await this.worker.terminate();
  }

  private async run({ declaration }: HostedFunction, payload: string): Promise<Outcome> {
    const { name, arn, memoryMegabytes, timeoutSeconds } = declaration;
    const awsRequestId = randomUUID();
    const context = {
      ...{ awsRequestId, functionName: name, invokedFunctionArn: arn },
      memoryLimitInMB: String(memoryMegabytes),
    };
    const deadlineMs = Date.now() + timeoutSeconds * 1000;
    return await this.ask(
      { action: 'invoke', functionName: name, payload, context, deadlineMs },
      timeoutSeconds * 1000,
      `RequestId: ${awsRequestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
    );
  }

  /** Once for each function, unless it fails. */
  private async load(hosted: HostedFunction): Promise<Outcome> {
    const { name } = hosted.declaration;
    const loading = this.loading.get(name) ?? this.askToLoad(hosted);
    this.loading.set(name, loading);
    const outcome = await loading.catch((error: unknown) =>
      failure('Runtime.ImportModuleError', String(error)),
    );
    if (!outcome.ok) this.loading.delete(name);
    return outcome;
  }

  private async askToLoad({ declaration, environment }: HostedFunction): Promise<Outcome> {
    const { name, handler, folder } = declaration;
    const code = hostedCode(declaration);
    if (code === undefined) return failure('Runtime.ImportModuleError', `${handler} is not in ${folder}`);
    return await this.ask(
      { action: 'load', functionName: name, environment, ...code },
      LOAD_LIMIT_MS,
      'The function did not load within 10 seconds',
    );
  }

  /** The worker's answer, or a timeout, which is the last that the worker is used for. */
  private ask(message: object, limitMs: number, tooLate: string): Promise<Outcome> {
    if (this.death !== undefined) return Promise.resolve(this.death);
    const id = ++this.asked;
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        this.awaited.delete(id);
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        this.isRetired = true;
        settle(failure('Sandbox.Timedout', tooLate));
      }, limitMs);
      this.awaited.set(id, settle);
      this.worker.postMessage({ id, ...message });
    });
  }

  private endIfUnused(): void {
    if (this.isRetired && this.invocations === 0) void this.worker.terminate();
  }

  private die(outcome: Outcome): void {
    if (this.death !== undefined) return;
    this.death = outcome;
    for (const settle of [...this.awaited.values()]) settle(outcome);
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
