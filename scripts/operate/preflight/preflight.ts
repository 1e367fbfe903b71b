import type { Configuration } from '../../../lib/configuration';
import { Refusal } from '../../../local/refusal';
import { compare, type Finding } from './compare';
import { demandsOf } from './demands';
import { type Clients, type Quotas, readQuotas } from './read-quotas';

const LABELS: Record<Finding['kind'], string> = {
  ok: 'ok     ',
  raise: 'RAISE  ',
  unknown: 'unknown',
  note: 'note   ',
};

/** @returns the exit status: 0 if all quotas suffice, 1 if some must be raised, 2 if some couldn't be determined */
export async function preflight(
  clients: Clients,
  configuration: Configuration,
  messagesPerSecond: number | undefined,
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const demands = demandsOf(configuration, messagesPerSecond);
  const services = [...new Set(demands.map(({ service }) => service))];
  const findings = compare(demands, await told(() => readQuotas(clients, services)), configuration);
  for (const { kind, text } of findings) print(`${LABELS[kind]} ${text}`);
  const short = findings.filter(({ kind }) => kind === 'raise').length;
  const unknown = findings.filter(({ kind }) => kind === 'unknown').length;
  if (short > 0) print(`${short} to raise before deploying ${configuration.stage} with this configuration.`);
  if (unknown > 0) print(`${unknown} to look up manually in the Service Quotas console.`);
  if (short + unknown === 0)
    print(`The account's quotas suffice for ${configuration.stage} with this configuration.`);
  if (short > 0) return 1;
  return unknown > 0 ? 2 : 0;
}

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
const WRONG_CREDENTIALS = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'UnrecognizedClientException',
]);

/** Explains the most common mistakes. */
async function told(read: () => Promise<Quotas>): Promise<Quotas> {
  try {
    return await read();
  } catch (error) {
    throw refusalFor(error) ?? error;
  }
}

function refusalFor(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (NO_CREDENTIALS.has(name))
    return new Refusal('No AWS credentials found: set AWS_PROFILE, or sign in with aws sso login.');
  if (WRONG_CREDENTIALS.has(name)) return new Refusal(`AWS rejected the credentials: ${message}`);
  if (name === 'AccessDeniedException')
    return new Refusal(
      `The credentials need servicequotas:ListServiceQuotas, servicequotas:ListAWSDefaultServiceQuotas and lambda:GetAccountSettings: ${message}`,
    );
  if (/region is missing/i.test(message))
    return new Refusal('No region given: set AWS_REGION, or pass -c region=eu-south-1.');
  return undefined;
}
