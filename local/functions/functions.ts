import type { FunctionDeclaration } from '../assembly/read-functions';
import { type Endpoints, environmentOf, type LogLevel } from './environment';
import { FunctionPool, type LocalFunction } from './function-pool';
import type { PrintLine } from './log';
import type { Outcome } from './outcome';

export interface FunctionsOptions {
  endpoints: Endpoints;
  workersPerFunction: number;
  logLevel: LogLevel;
  print: PrintLine;
}

/** The functions of the stack by their ARNs. */
export class Functions {
  private readonly pools: Map<string, LocalFunction>;
  private readonly declarations: Map<string, FunctionDeclaration>;

  constructor(
    declarations: FunctionDeclaration[],
    { endpoints, workersPerFunction, logLevel, print }: FunctionsOptions,
  ) {
    this.declarations = new Map(declarations.map((declaration) => [declaration.arn, declaration]));
    this.pools = new Map(
      declarations.map((declaration) => {
        const environment = environmentOf(declaration, endpoints, logLevel);
        return [declaration.arn, new FunctionPool({ declaration, environment, print }, workersPerFunction)];
      }),
    );
  }

  declarationOf(arn: string): FunctionDeclaration {
    const declaration = this.declarations.get(arn);
    if (declaration === undefined) throw new Error(`${arn} is not a function of this stack`);
    return declaration;
  }

  /** Invokes and waits for the answer. A failure of the function is an outcome, not an exception. */
  async invoke(arn: string, event: unknown): Promise<Outcome> {
    const pool = this.pools.get(arn);
    if (pool === undefined) throw new Error(`${arn} is not a function of this stack`);
    return pool.invoke(JSON.stringify(event));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
  }
}
