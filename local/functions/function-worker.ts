// One execution environment of a function: a worker thread that runs one invocation at a time. Whatever goes
// wrong inside (an uncaught error, the end of its memory, an exit, too much time) ends this worker and nothing else.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { FunctionDeclaration } from '../assembly/read-functions';
import { type PrintLine, printLines } from './log';
import { failure, Outcome } from './outcome';

// Lambda gives a function 10 s to load before it counts its time-out.
const LOAD_LIMIT_MS = 10_000;

export interface WorkerOptions {
  declaration: FunctionDeclaration;
  environment: Record<string, string>;
  print: PrintLine;
}

export class FunctionWorker {
  private death: Outcome | undefined;
  private readonly worker: Worker;
  private readonly loaded: Promise<Outcome | undefined>;
  private settle: (message: unknown) => void = () => undefined;

  constructor(private readonly options: WorkerOptions) {
    const { declaration, environment, print } = options;
    this.worker = new Worker(path.join(__dirname, 'worker.js'), {
      env: environment,
      // Not this process's own flags: they would load a TypeScript compiler into every worker.
      execArgv: ['--enable-source-maps'],
      resourceLimits: { maxOldGenerationSizeMb: declaration.memoryMegabytes },
      stdout: true,
      stderr: true,
      workerData: {
        folder: declaration.folder,
        handler: declaration.handler,
        functionName: declaration.name,
        functionArn: declaration.arn,
        memoryMegabytes: declaration.memoryMegabytes,
      },
    });
    printLines(declaration.name, [this.worker.stdout, this.worker.stderr], print);
    this.worker.on('message', (message) => this.settle(message));
    this.worker.on('error', (error) => this.die(crashOf(error, declaration)));
    this.worker.on('exit', (code) =>
      this.die(failure('Runtime.ExitError', `Runtime exited with status ${code}`)),
    );
    this.loaded = this.load();
  }

  /** A worker that has died answers every invocation with what it died of, and must be replaced. */
  get dead(): boolean {
    return this.death !== undefined;
  }

  async invoke(payload: string): Promise<Outcome> {
    const loadFailure = await this.loaded;
    const inTheWay = loadFailure ?? this.death;
    if (inTheWay !== undefined) return inTheWay;
    const { timeoutSeconds } = this.options.declaration;
    const requestId = randomUUID();
    const answered = this.answer(
      timeoutSeconds * 1000,
      failure(
        'Sandbox.Timedout',
        `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      ),
    );
    this.worker.postMessage({ requestId, payload, deadlineMs: Date.now() + timeoutSeconds * 1000 });
    return Outcome.parse(await answered);
  }

  async stop(): Promise<void> {
    this.die(failure('Runtime.ExitError', 'The host stopped'));
    await this.worker.terminate();
  }

  private async load(): Promise<Outcome | undefined> {
    const answer = await this.answer(
      LOAD_LIMIT_MS,
      failure('Sandbox.Timedout', 'The function did not load within 10 seconds'),
    );
    return answer === 'ready' ? undefined : Outcome.parse(answer);
  }

  /** The worker's next message, or the given outcome once the time is over, which ends the worker. */
  private answer(limitMs: number, tooLate: Outcome): Promise<unknown> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.die(tooLate);
        void this.worker.terminate();
      }, limitMs);
      this.settle = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
    });
  }

  private die(outcome: Outcome): void {
    if (this.dead) return;
    this.death = outcome;
    this.settle(outcome);
  }
}

// An error that crosses from a worker is rebuilt on this side, and is not an instance of any class here.
const Crash = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.string().default(''),
  code: z.unknown().optional(),
});

function crashOf(error: unknown, { memoryMegabytes }: FunctionDeclaration): Outcome {
  const crash = Crash.safeParse(error);
  if (!crash.success) return failure('Runtime.ExitError', String(error));
  const { name, message, stack, code } = crash.data;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return failure('Runtime.OutOfMemory', `The function used more than its ${memoryMegabytes} MB`);
  }
  return { ok: false, errorType: name, errorMessage: message, trace: stack.split('\n') };
}
