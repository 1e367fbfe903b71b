import { askEngine } from './request';

/** Whether a DynamoDB engine answers at the endpoint. Where nothing listens, that is clear at once. */
export async function answers(endpoint: string, patienceMs = 1000): Promise<boolean> {
  try {
    const target = 'DynamoDB_20120810.ListTables';
    const response = await askEngine(endpoint, target, {}, AbortSignal.timeout(patienceMs));
    return response.ok;
  } catch {
    return false;
  }
}
