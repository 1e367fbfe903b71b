import type * as z from 'zod';
import type * as answers from '../contract/operations/answers';
import type { TakenLetter } from '../dead-letters/mailbox';

export function deadLetterView(letter: TakenLetter): z.input<typeof answers.deadLetter> {
  const { id, reason, time, sentAtMs, topic, payload } = letter;
  const text = payload?.toString('utf8');
  const at = time === undefined ? sentAtMs : Date.parse(time);
  return {
    id,
    reason,
    timestamp: new Date(Number.isNaN(at) ? sentAtMs : at).toISOString(),
    topic: topic ?? null,
    payload: text ?? null,
    is_text: payload === undefined || payload.equals(Buffer.from(text ?? '')),
  };
}
