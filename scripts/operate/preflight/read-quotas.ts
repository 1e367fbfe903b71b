import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { CONCURRENCY } from './demands';

export interface Quota {
  readonly value: number;
  /** For a request to raise it; undefined if it isn't adjustable. */
  readonly code: string | undefined;
}

/** Quotas by service and name, both as named by Service Quotas. */
export type Quotas = ReadonlyMap<string, ReadonlyMap<string, Quota>>;

export interface Clients {
  readonly serviceQuotas: ServiceQuotasClient;
  readonly lambda: LambdaClient;
}

export async function readQuotas({ serviceQuotas, lambda }: Clients, services: string[]): Promise<Quotas> {
  const all = new Map<string, Map<string, Quota>>();
  for (const service of services) all.set(service, await quotasOf(serviceQuotas, service));
  // Service Quotas knows increases, but not that new accounts start lower. Lambda does.
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const executions = AccountLimit?.ConcurrentExecutions;
  const known = all.get('lambda')?.get(CONCURRENCY);
  if (executions !== undefined) all.get('lambda')?.set(CONCURRENCY, { value: executions, code: known?.code });
  return all;
}

/** The account's own values, and the defaults for the others. */
async function quotasOf(client: ServiceQuotasClient, ServiceCode: string): Promise<Map<string, Quota>> {
  const quotas = new Map<string, Quota>();
  for await (const { Quotas = [] } of paginateListAWSDefaultServiceQuotas({ client }, { ServiceCode }))
    for (const quota of Quotas) add(quotas, quota);
  for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode }))
    for (const quota of Quotas) add(quotas, quota);
  return quotas;
}

function add(quotas: Map<string, Quota>, { QuotaName, QuotaCode, Value, Adjustable }: ServiceQuota): void {
  if (QuotaName === undefined || Value === undefined) return;
  quotas.set(QuotaName, { value: Value, code: Adjustable ? QuotaCode : undefined });
}
