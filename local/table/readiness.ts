import { askEngine } from './request';

/** Whether a DynamoDB engine answers at the endpoint. */
export async function answers(endpoint: string): Promise<boolean> {
  try {
    const target = 'DynamoDB_20120810.ListTables';
    const response = await askEngine(endpoint, target, {}, AbortSignal.timeout(1000));
    return response.ok;
  } catch {
    return false;
  }
}
