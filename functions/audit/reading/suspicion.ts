import type { Fault } from '../rules/fault';

/** A fault as one reading of the table shows it, with the items that show it. */
export interface Suspicion extends Fault {
  readonly items: readonly string[];
  /** One item shows it on its own, so that no change in between can be the reason. */
  readonly isCertain?: boolean | undefined;
}
