import type { Store } from '../../storage/table/store';
import type { Findings } from './findings';
import type { AuditLimits } from './limits';

/** What every part of an audit shares. */
export interface AuditContext {
  readonly store: Store;
  readonly limits: AuditLimits;
  readonly findings: Findings;
  /** @throws OutOfTime */
  readonly checkTime: () => void;
}

/** The run's time was up in the middle of a partition. Nothing found in that partition counts. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}
