import type { Violation } from './auditor/findings';
import type { Command } from './commands';
import type { Failure, Report } from './simulation';

/** The summary printed at the end. */
export function summaryOf(report: Report): string {
  const operations = [...report.operations]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind} ${count}`);
  const faults = Object.entries(report.faults).map(([kind, count]) => `${kind} ${count}`);
  return [
    `steps       ${report.steps} in ${report.episodes} episodes`,
    `operations  ${operations.join(', ')}`,
    `faults      ${faults.join(', ')}`,
    `violations  ${report.failure?.violations.length ?? 0}`,
    ...(report.failure ? ['', describeFailure(report.failure)] : []),
  ].join('\n');
}

export function describeFailure({ seed, episode, violations, shrunk, shrunkViolations }: Failure): string {
  const { users, stocks, inFlight, faults } = episode;
  return [
    `The episode of seed ${seed} broke promises: npm run simulate -- --seed ${seed} --steps ${episode.commands.length}`,
    ...violationLines(violations),
    `${users} users, ${stocks} stocks, ${inFlight} commands in flight, ${faults.failing} of calls failing, ${faults.crashing} crashing`,
    `${shrunk.length} of its ${episode.commands.length} commands are enough to reproduce it:`,
    ...shrunk.map(describeCommand),
    'after which',
    ...violationLines(shrunkViolations),
  ].join('\n');
}

const MOST_LINES = 12;

function violationLines(violations: readonly Violation[]): string[] {
  const lines = violations.slice(0, MOST_LINES).map(({ promise, what }) => `  promise ${promise}: ${what}`);
  return violations.length > MOST_LINES ? [...lines, `  and ${violations.length - MOST_LINES} more`] : lines;
}

function describeCommand({ id, lane, kind, isSolo, seed: _, ...rest }: Command): string {
  return `  #${id} ${lane}${isSolo ? ', alone' : ''}: ${kind} ${JSON.stringify(rest)}`;
}
