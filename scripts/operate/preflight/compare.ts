import type { Configuration } from '../../../lib/configuration';
import { CONCURRENCY, type Demand } from './demands';
import type { Quotas } from './read-quotas';

export interface Finding {
  readonly kind: 'ok' | 'raise' | 'unknown' | 'note';
  readonly text: string;
}

/** Lists quotas that suffice, those to raise and how, and those that can't be read. */
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
      text: `${name}: quota not found; ${count(needed)} needed (${reason})`,
    };
  if (found.value >= needed)
    return { kind: 'ok', text: `${name}: ${count(found.value)}, ${count(needed)} needed` };
  const remedy =
    found.code === undefined
      ? `It can't be raised: ${otherwise}.`
      : `Raise it, or ${otherwise}:\n      aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${found.code} --desired-value ${needed}`;
  return {
    kind: 'raise',
    text: `${name}: ${count(found.value)}, but ${count(needed)} needed (${reason}). ${remedy}`,
  };
}

/** Limits that no quota states, or that take effect too late. */
function notesOn({ signUp, mailFrom, accountConcurrency }: Configuration, executions = 0): Finding[] {
  const notes: string[] = [];
  if (mailFrom === undefined)
    notes.push(
      `On its own, Cognito sends at most 50 messages a day: codes for ${signUp === 'confirmed' ? 'sign-ups and ' : ''}forgotten passwords. For more, set mailFrom to an address verified in SES.`,
    );
  if (executions > accountConcurrency)
    notes.push(
      `Lambda may run ${count(executions)} concurrent executions: with accountConcurrency=${accountConcurrency} its alarm goes off early.`,
    );
  return notes.map((text) => ({ kind: 'note', text }));
}

function count(value: number): string {
  return value.toLocaleString('en');
}
