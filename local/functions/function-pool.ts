// Workers that each host many functions and run several invocations at a time, so shared code is loaded and warm once
// per worker rather than per function, and few workers are enough. They start on demand and stay; if all are busy, an
// invocation waits its turn, where Lambda would start more.
import { FunctionWorker, type HostedFunction, type WorkerOptions } from './function-worker';
import { type Failure, failure, type Outcome } from './outcome';

/** What a worker is given at most, before another one starts: while one invocation waits for the table, others run. */
export const MAX_AT_ONCE = 32;

interface Waiting {
  hosted: HostedFunction;
  /** Called without a worker if the host has stopped. */
  start(worker: FunctionWorker | undefined): void;
}

const HOST_STOPPED = failure('Runtime.ExitError', 'The host stopped');

export class FunctionPool {
  /** The oldest first, which is the warmest. */
  private readonly workers = new Set<FunctionWorker>();
  private readonly running = new Map<HostedFunction, number>();
  private waiting: Waiting[] = [];
  private stopped = false;

  constructor(
    private readonly options: WorkerOptions,
    private readonly size: number,
  ) {}

  async invoke(hosted: HostedFunction, payload: string): Promise<Outcome> {
    const outcome = await this.whenItsTurn(hosted, payload);
    this.startWaiting();
    if (!outcome.ok) this.report(hosted, outcome);
    return outcome;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const { start } of this.waiting.splice(0)) start(undefined);
    await Promise.all([...this.workers].map((worker) => worker.stop()));
  }

  private whenItsTurn(hosted: HostedFunction, payload: string): Promise<Outcome> {
    return new Promise((resolve) => {
      const start = (worker: FunctionWorker | undefined) =>
        resolve(worker === undefined ? HOST_STOPPED : this.run(worker, hosted, payload));
      if (this.stopped) return start(undefined);
      this.waiting.push({ hosted, start });
      this.startWaiting();
    });
  }

  private async run(worker: FunctionWorker, hosted: HostedFunction, payload: string): Promise<Outcome> {
    this.count(hosted, 1);
    try {
      return await worker.invoke(hosted, payload);
    } finally {
      this.count(hosted, -1);
    }
  }

  /** In order of arrival, skipping invocations whose function is at its concurrency limit. */
  private startWaiting(): void {
    this.waiting = this.waiting.filter(({ hosted, start }) => {
      const worker = this.mayRun(hosted) ? this.freeWorker() : undefined;
      if (worker !== undefined) start(worker);
      return worker === undefined;
    });
  }

  private mayRun(hosted: HostedFunction): boolean {
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = hosted.declaration;
    return (this.running.get(hosted) ?? 0) < reservedConcurrency;
  }

  private count(hosted: HostedFunction, change: 1 | -1): void {
    this.running.set(hosted, (this.running.get(hosted) ?? 0) + change);
  }

  /** The one with the least to do, or another one if all have as much as they may. */
  private freeWorker(): FunctionWorker | undefined {
    const available = [...this.workers].filter(({ isAvailable }) => isAvailable);
    const [least] = available.toSorted((a, b) => a.running - b.running);
    if (least !== undefined && least.running < MAX_AT_ONCE) return least;
    return available.length < this.size ? this.startWorker() : undefined;
  }

  private startWorker(): FunctionWorker {
    // One that is about to end stays until it has, so that stopping ends it too.
    for (const worker of this.workers)
      if (!worker.isAvailable && worker.running === 0) this.workers.delete(worker);
    const worker = new FunctionWorker(this.options);
    this.workers.add(worker);
    return worker;
  }

  private report({ declaration }: HostedFunction, { errorType, errorMessage, trace }: Failure): void {
    if (this.stopped) return;
    const [, ...frames] = trace;
    this.options.print([`${declaration.name}: ${errorType}: ${errorMessage}`, ...frames].join('\n'));
  }
}
