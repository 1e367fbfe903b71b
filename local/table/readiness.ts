import { askEngine } from './request';

/** Whether a DynamoDB engine answers on the port of this machine. */
export async function answers(port: number): Promise<boolean> {
  try {
    const endpoint = `http://127.0.0.1:${port}/`;
    const response = await askEngine(endpoint, 'DynamoDB_20120810.ListTables', {}, AbortSignal.timeout(1000));
    return response.ok;
  } catch {
    return false;
  }
}
