import type { Answers, Inputs, Operation } from '../functions/storage/table/operations';
import type { TableClient } from '../functions/storage/table/table-client';

/** What comes between a store and its table: it may look, delay, change or refuse. */
export type Interposer = <Name extends Operation>(
  operation: Name,
  input: Inputs[Name],
  next: (input: Inputs[Name]) => Promise<Answers[Name]>,
) => Promise<Answers[Name]>;

/** A client that tests can come between, the first of them before all others. */
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
