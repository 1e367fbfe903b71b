import type { FunctionDeclaration } from '../assembly/read-functions';
import { type Endpoints, environmentOf, type LogLevel } from './environment';
import { FunctionPool } from './function-pool';
import type { HostedFunction } from './function-worker';
import type { PrintLine } from './log';
import type { Outcome } from './outcome';

export interface FunctionsOptions {
  endpoints: Endpoints;
  /** The maximum number of workers per memory size, and as many for jobs. */
  workers: number;
  logLevel: LogLevel;
  print: PrintLine;
}

/** What may run for longer is a job, with workers of its own: no request or tick waits while it computes. */
const JOB_SECONDS = 60;

/** The stack's functions by ARN. Functions of the same memory size share workers of that size, jobs apart. */
export class Functions {
  private readonly hosted = new Map<string, HostedFunction>();
  private readonly pools = new Map<string, FunctionPool>();

  constructor(
    declarations: FunctionDeclaration[],
    { endpoints, workers, logLevel, print }: FunctionsOptions,
  ) {
    for (const declaration of declarations) {
      const { arn, memoryMegabytes } = declaration;
      const kind = kindOf(declaration);
      this.hosted.set(arn, { declaration, environment: environmentOf(declaration, endpoints, logLevel) });
      if (!this.pools.has(kind)) this.pools.set(kind, new FunctionPool({ memoryMegabytes, print }, workers));
    }
  }

  declarationOf(arn: string): FunctionDeclaration {
    return this.known(arn).declaration;
  }

  /** Invokes synchronously. A failure of the function is an outcome, not an exception. */
  async invoke(arn: string, event: unknown): Promise<Outcome> {
    const hosted = this.known(arn);
    const pool = this.pools.get(kindOf(hosted.declaration));
    if (pool === undefined) throw new Error(`${arn} has workers`);
    return pool.invoke(hosted, JSON.stringify(event));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
  }

  private known(arn: string): HostedFunction {
    const hosted = this.hosted.get(arn);
    if (hosted === undefined) throw new Error(`${arn} is not a function of this stack`);
    return hosted;
  }
}

function kindOf({ memoryMegabytes, timeoutSeconds }: FunctionDeclaration): string {
  return `${memoryMegabytes} MB${timeoutSeconds > JOB_SECONDS ? ', jobs' : ''}`;
}
