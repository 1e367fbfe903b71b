import { TableError, TransactionCanceled } from '../../functions/storage/table/table-error';
import type { Random } from './random';

/**
 * What can go wrong with one call: it is refused before doing anything, times out before or after taking effect, or the
 * whole process dies before or after it.
 */
export const FAULT_KINDS = [
  'conflict',
  'throttle',
  'unprocessed',
  'timeout before',
  'timeout after',
  'crash before',
  'crash after',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRates {
  /** The share of calls that fail while the process lives on. */
  readonly failing: number;
  /** The share of calls at which the process dies. */
  readonly crashing: number;
}

export const NO_FAULTS: FaultRates = { failing: 0, crashing: 0 };

/** The process died: nothing it was doing continues. No handler knows this error, so none retries it. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);

export function chooseFault(operation: string, rates: FaultRates, random: Random): FaultKind | undefined {
  if (random.chance(rates.crashing)) return random.pick(['crash before', 'crash after']);
  if (!random.chance(rates.failing)) return undefined;
  if (operation === 'BatchGetItem') return random.pick(['throttle', 'unprocessed', 'timeout before']);
  return WRITES.has(operation)
    ? random.pick(['conflict', 'throttle', 'timeout before', 'timeout after'])
    : random.pick(['throttle', 'timeout before']);
}

/** The error as the table's client would throw it. */
export function errorOf(fault: FaultKind, operation: string, items: number, random: Random): Error {
  switch (fault) {
    case 'conflict':
      return operation === 'TransactWriteItems'
        ? canceled('TransactionConflict', items, random)
        : new TableError('TransactionConflictException', 'Transaction is ongoing for the item');
    case 'throttle':
    case 'unprocessed':
      return operation === 'TransactWriteItems'
        ? canceled(random.pick(['ThrottlingError', 'ProvisionedThroughputExceeded']), items, random)
        : new TableError('ProvisionedThroughputExceededException', 'Rate exceeded');
    case 'timeout before':
    case 'timeout after':
      return Object.assign(new Error('the request timed out'), {
        name: random.pick(['TimeoutError', 'RequestTimeout']),
      });
    case 'crash before':
    case 'crash after':
      return new Crash('the process is gone');
  }
}

/** One reason per item, like DynamoDB: only some of the items are the cause. */
function canceled(code: string, items: number, random: Random): TransactionCanceled {
  const guilty = random.between(0, items - 1);
  return new TransactionCanceled(
    Array.from({ length: items }, (_, index) => ({
      Code: index === guilty || random.chance(0.2) ? code : 'None',
    })),
  );
}
