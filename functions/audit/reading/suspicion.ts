import type { Fault } from '../rules/fault';

/** A fault as one reading of the table shows it, with the items that are evidence of it. */
export interface Suspicion extends Fault {
  readonly items: readonly string[];
  /** A single item proves it, so no concurrent change can explain it. */
  readonly isCertain?: boolean | undefined;
}
