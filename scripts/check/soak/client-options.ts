import { parseArgs } from 'node:util';

export interface ClientOptions {
  readonly url: string;
  readonly broker: string;
  readonly endsAtMs: number;
  readonly seed: number;
}

/** The command line of a client process. */
export function readClientOptions(): ClientOptions {
  const string = { type: 'string', default: '' } as const;
  const { values } = parseArgs({ options: { url: string, broker: string, 'ends-at': string, seed: string } });
  return {
    url: values.url,
    broker: values.broker,
    endsAtMs: Number(values['ends-at']),
    seed: Number(values.seed),
  };
}

/** The stocks that the publisher moves and the traders trade. */
export const SOAK_STOCKS = [1, 2, 3].map((number) => ({
  stock_id: `00000000-0000-4000-8000-00000000f00${number}`,
  name: `Soak ${number}`,
}));
