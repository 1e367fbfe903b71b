import * as z from 'zod';
import { BrokenInvariant } from '../../domain/assert';
import type { PromiseNumber } from '../../domain/promises';
import type { RawItem } from '../../storage/table/read';
import { nameOf } from '../rules/wording';
import type { Suspicion } from './suspicion';

/** Parses an item or reports it: to an audit, an item that doesn't parse is a finding, not a failure. */
export function readSoundly<Entity>(
  read: (item: RawItem) => Entity,
  item: RawItem,
  promise: PromiseNumber,
  report: (suspicion: Suspicion) => void,
): Entity | undefined {
  try {
    return read(item);
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof BrokenInvariant)) throw error;
    const name = nameOf(item);
    report({ promise, subject: name, what: `${name} can't be read.`, items: [name], isCertain: true });
    return undefined;
  }
}
