import type { FunctionDeclaration } from '../assembly/read-functions';
import { type Endpoints, environmentOf, type LogLevel } from './environment';
import { FunctionPool } from './function-pool';
import type { HostedFunction } from './function-worker';
import type { PrintLine } from './log';
import type { Outcome } from './outcome';

export interface FunctionsOptions {
  endpoints: Endpoints;
  /** The maximum number of workers per memory size. */
  workers: number;
  logLevel: LogLevel;
  print: PrintLine;
}

/** The stack's functions by ARN. Functions of the same memory size share workers of that size. */
export class Functions {
  private readonly hosted = new Map<string, HostedFunction>();
  private readonly pools = new Map<number, FunctionPool>();

  constructor(
    declarations: FunctionDeclaration[],
    { endpoints, workers, logLevel, print }: FunctionsOptions,
  ) {
    for (const declaration of declarations) {
      const { arn, memoryMegabytes } = declaration;
      this.hosted.set(arn, { declaration, environment: environmentOf(declaration, endpoints, logLevel) });
      if (!this.pools.has(memoryMegabytes))
        this.pools.set(memoryMegabytes, new FunctionPool({ memoryMegabytes, print }, workers));
    }
  }

  declarationOf(arn: string): FunctionDeclaration {
    return this.known(arn).declaration;
  }

  /** Invokes synchronously. A failure of the function is an outcome, not an exception. */
  async invoke(arn: string, event: unknown): Promise<Outcome> {
    const hosted = this.known(arn);
    const pool = this.pools.get(hosted.declaration.memoryMegabytes);
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
