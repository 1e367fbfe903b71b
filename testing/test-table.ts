import type { Answers, Inputs, Operation } from '../functions/storage/table/operations';
import type { TableClient } from '../functions/storage/table/table-client';

/** Intercepts calls between a store and its table: it may observe, delay, change or refuse them. */
export type Interposer = <Name extends Operation>(
  operation: Name,
  input: Inputs[Name],
  next: (input: Inputs[Name]) => Promise<Answers[Name]>,
) => Promise<Answers[Name]>;

/** A client whose calls tests can intercept. The first interposer is outermost. */
export class TestTable implements TableClient {
  private readonly interposers: Interposer[] = [];

  constructor(private readonly client: TableClient) {}

  interpose(interposer: Interposer): void {
    this.interposers.push(interposer);
  }

  call<Name extends Operation>(operation: Name, input: Inputs[Name]): Promise<Answers[Name]> {
    const send = this.interposers.reduceRight<(input: Inputs[Name]) => Promise<Answers[Name]>>(
      (next, interposer) => (given) => interposer(operation, given, next),
      (given) => this.client.call(operation, given),
    );
    return send(input);
  }
}
