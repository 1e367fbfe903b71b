// The workers of one function. They start when they are needed and stay; an invocation that finds all of them busy
// waits for its turn, where Lambda would start more.

import { FunctionWorker, type WorkerOptions } from './function-worker';
import type { Failure, Outcome } from './outcome';

export interface LocalFunction {
  invoke(payload: string): Promise<Outcome>;
  stop(): Promise<void>;
}

export class FunctionPool implements LocalFunction {
  private readonly idle: FunctionWorker[] = [];
  private readonly all = new Set<FunctionWorker>();
  private readonly waiting: ((worker: FunctionWorker) => void)[] = [];
  private readonly size: number;
  private stopped = false;

  constructor(
    private readonly options: WorkerOptions,
    workersAtMost: number,
  ) {
    this.size = Math.min(workersAtMost, options.declaration.reservedConcurrency ?? workersAtMost);
  }

  async invoke(payload: string): Promise<Outcome> {
    const worker = await this.takeWorker();
    const outcome = await worker.invoke(payload);
    if (!outcome.ok) this.report(outcome);
    this.giveBack(worker);
    return outcome;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.all].map((worker) => worker.stop()));
  }

  private async takeWorker(): Promise<FunctionWorker> {
    const free = this.takeLiving();
    if (free !== undefined) return free;
    if (this.all.size < this.size) return this.startWorker();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private takeLiving(): FunctionWorker | undefined {
    for (let worker = this.idle.pop(); worker !== undefined; worker = this.idle.pop()) {
      // A worker may die between two invocations, of an error in a timer it left behind.
      if (!worker.dead) return worker;
      this.all.delete(worker);
    }
    return undefined;
  }

  private startWorker(): FunctionWorker {
    const worker = new FunctionWorker(this.options);
    this.all.add(worker);
    return worker;
  }

  private giveBack(worker: FunctionWorker): void {
    const next = this.waiting.shift();
    if (worker.dead) this.all.delete(worker);
    if (next === undefined) {
      if (!worker.dead) this.idle.push(worker);
      return;
    }
    next(worker.dead && !this.stopped ? this.startWorker() : worker);
  }

  private report({ errorType, errorMessage, trace }: Failure): void {
    if (this.stopped) return;
    const { declaration, print } = this.options;
    const [, ...frames] = trace;
    print([`${declaration.name}: ${errorType}: ${errorMessage}`, ...frames].join('\n'));
  }
}
