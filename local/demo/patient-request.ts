import { setTimeout as pause } from 'node:timers/promises';

const ATTEMPTS = 30;

export interface PatientAnswer {
  readonly response: Response;
  /** An attempt before it may have been carried out, though it could not be answered. */
  readonly isRepeated: boolean;
}

/** On a busy machine, the host's own requests may be told to come again as well: while it starts, others start too. */
export async function requestPatiently(request: () => Promise<Response>): Promise<PatientAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await request();
    if (response.status !== 503 || attempt === ATTEMPTS) return { response, isRepeated: attempt > 1 };
    await response.body?.cancel();
    await pause(Number(response.headers.get('retry-after') ?? '1') * 1_000);
  }
}
