import type { Journal } from '../journal';
import { checkAcknowledgements } from './check-acknowledgements';
import { checkBalances } from './check-balances';
import { checkBook } from './check-book';
import { checkExits } from './check-exits';
import { checkFills } from './check-fills';
import { checkHistory } from './check-history';
import { checkMatching } from './check-matching';
import { checkOrders } from './check-orders';
import { evidenceOf } from './evidence';
import { Findings, type Violation } from './findings';
import type { RawItem } from './raw-item';
import { readTable } from './table';

const CHECKS = [
  checkBalances,
  checkOrders,
  checkExits,
  checkFills,
  checkBook,
  checkHistory,
  checkAcknowledgements,
  checkMatching,
];

/**
 * Compares a table at rest with the requests and responses. It shares no code with the system under test: it reads raw
 * items with its own understanding of the design, and does its own arithmetic.
 *
 * @param sweptUntil orders expired by then must no longer be open
 */
export async function audit(
  scan: () => Promise<RawItem[]>,
  journal: Journal,
  sweptUntil: number,
): Promise<Violation[]> {
  const findings = new Findings();
  try {
    const evidence = evidenceOf(readTable(await scan()), journal, sweptUntil);
    for (const check of CHECKS) check(evidence, findings);
  } catch (error) {
    findings.expect(10, false, `the table can't be read: ${error instanceof Error ? error.message : error}`);
  }
  return findings.violations;
}
