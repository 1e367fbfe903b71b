import {
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
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

const WRITES = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'TransactWriteItemsCommand',
]);

export function chooseFault(command: string, rates: FaultRates, random: Random): FaultKind | undefined {
  if (random.chance(rates.crashing)) return random.pick(['crash before', 'crash after']);
  if (!random.chance(rates.failing)) return undefined;
  if (command === 'BatchGetItemCommand') return random.pick(['throttle', 'unprocessed', 'timeout before']);
  return WRITES.has(command)
    ? random.pick(['conflict', 'throttle', 'timeout before', 'timeout after'])
    : random.pick(['throttle', 'timeout before']);
}

/** The error as the SDK would throw it. */
export function errorOf(fault: FaultKind, command: string, items: number, random: Random): Error {
  switch (fault) {
    case 'conflict':
      return command === 'TransactWriteItemsCommand'
        ? canceled('TransactionConflict', items, random)
        : new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: {} });
    case 'throttle':
    case 'unprocessed':
      return command === 'TransactWriteItemsCommand'
        ? canceled(random.pick(['ThrottlingError', 'ProvisionedThroughputExceeded']), items, random)
        : new ProvisionedThroughputExceededException({ message: 'Rate exceeded', $metadata: {} });
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
function canceled(code: string, items: number, random: Random): TransactionCanceledException {
  const guilty = random.between(0, items - 1);
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: Array.from({ length: items }, (_, index) => ({
      Code: index === guilty || random.chance(0.2) ? code : 'None',
    })),
  });
}
