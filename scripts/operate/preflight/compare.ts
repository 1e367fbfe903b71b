import type { Configuration } from '../../../lib/configuration';
import { CONCURRENCY, type Demand } from './demands';
import type { Quotas } from './read-quotas';

export interface Finding {
  readonly kind: 'ok' | 'raise' | 'unknown' | 'note';
  readonly text: string;
}

/** What is enough, what must be raised and how, and what the account doesn't tell. */
export function compare(demands: readonly Demand[], quotas: Quotas, configuration: Configuration): Finding[] {
  return [
    ...demands.map((demand) => findingOf(demand, quotas)),
    ...notesOn(configuration, quotas.get('lambda')?.get(CONCURRENCY)?.value),
  ];
}

function findingOf({ service, quota, needed, reason, otherwise }: Demand, quotas: Quotas): Finding {
  const name = `${service}: ${quota}`;
  const found = quotas.get(service)?.get(quota);
  if (found === undefined)
    return {
      kind: 'unknown',
      text: `${name}: the account does not tell; ${count(needed)} are needed (${reason})`,
    };
  if (found.value >= needed)
    return { kind: 'ok', text: `${name}: ${count(found.value)}, of which ${count(needed)} are needed` };
  const remedy =
    found.code === undefined
      ? `It can't be raised here: ${otherwise}.`
      : `Raise it, or ${otherwise}:\n      aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${found.code} --desired-value ${needed}`;
  return {
    kind: 'raise',
    text: `${name}: ${count(found.value)}, and ${count(needed)} are needed (${reason}). ${remedy}`,
  };
}

/** What no quota tells, or tells too late. */
function notesOn({ signUp, mailFrom, accountConcurrency }: Configuration, executions = 0): Finding[] {
  const notes: string[] = [];
  if (mailFrom === undefined)
    notes.push(
      `Cognito sends 50 messages a day by itself: codes for ${signUp === 'confirmed' ? 'sign-ups and ' : ''}forgotten passwords. Set mailFrom to an address of SES for more.`,
    );
  if (executions > accountConcurrency)
    notes.push(
      `Lambda may run ${count(executions)} executions: with accountConcurrency=${accountConcurrency} its alarm rings early.`,
    );
  return notes.map((text) => ({ kind: 'note', text }));
}

function count(value: number): string {
  return value.toLocaleString('en');
}
