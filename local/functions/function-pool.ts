// Workers that each host many functions, so shared code is loaded and warm once per worker rather than per function.
// They start on demand and stay; if all are busy, an invocation waits its turn, where Lambda would start more.
import { FunctionWorker, type HostedFunction, type WorkerOptions } from './function-worker';
import { type Failure, failure, type Outcome } from './outcome';

interface Waiting {
  hosted: HostedFunction;
  /** Called without a worker if the host has stopped. */
  start(worker: FunctionWorker | undefined): void;
}

export class FunctionPool {
  private readonly idle: FunctionWorker[] = [];
  private readonly all = new Set<FunctionWorker>();
  private readonly running = new Map<HostedFunction, number>();
  private waiting: Waiting[] = [];
  private stopped = false;

  constructor(
    private readonly options: WorkerOptions,
    private readonly size: number,
  ) {}

  async invoke(hosted: HostedFunction, payload: string): Promise<Outcome> {
    const worker = await this.workerFor(hosted);
    if (worker === undefined) return failure('Runtime.ExitError', 'The host stopped');
    try {
      const outcome = await worker.invoke(hosted, payload);
      if (!outcome.ok) this.report(hosted, outcome);
      return outcome;
    } finally {
      this.giveBack(worker, hosted);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const { start } of this.waiting.splice(0)) start(undefined);
    await Promise.all([...this.all].map((worker) => worker.stop()));
  }

  private workerFor(hosted: HostedFunction): Promise<FunctionWorker | undefined> {
    return new Promise((start) => {
      if (this.stopped) return start(undefined);
      this.waiting.push({ hosted, start });
      this.startWaiting();
    });
  }

  /** In order of arrival, skipping invocations whose function is at its concurrency limit. */
  private startWaiting(): void {
    const still: Waiting[] = [];
    for (const waiting of this.waiting) {
      const worker = this.mayRun(waiting.hosted) ? this.takeWorker() : undefined;
      if (worker === undefined) {
        still.push(waiting);
        continue;
      }
      this.count(waiting.hosted, 1);
      waiting.start(worker);
    }
    this.waiting = still;
  }

  private mayRun(hosted: HostedFunction): boolean {
    const { reservedConcurrency = this.size } = hosted.declaration;
    return (this.running.get(hosted) ?? 0) < reservedConcurrency;
  }

  private count(hosted: HostedFunction, change: 1 | -1): void {
    this.running.set(hosted, (this.running.get(hosted) ?? 0) + change);
  }

  /** The most recently used worker is the warmest. */
  private takeWorker(): FunctionWorker | undefined {
    for (let worker = this.idle.pop(); worker !== undefined; worker = this.idle.pop()) {
      // A worker may die between invocations, from an error in a leftover timer.
      if (!worker.dead) return worker;
      this.all.delete(worker);
    }
    if (this.all.size >= this.size) return undefined;
    const worker = new FunctionWorker(this.options);
    this.all.add(worker);
    return worker;
  }

  private giveBack(worker: FunctionWorker, hosted: HostedFunction): void {
    this.count(hosted, -1);
    if (worker.dead) this.all.delete(worker);
    else this.idle.push(worker);
    this.startWaiting();
  }

  private report({ declaration }: HostedFunction, { errorType, errorMessage, trace }: Failure): void {
    if (this.stopped) return;
    const [, ...frames] = trace;
    this.options.print([`${declaration.name}: ${errorType}: ${errorMessage}`, ...frames].join('\n'));
  }
}
