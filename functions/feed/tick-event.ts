import * as z from 'zod';
import { repeatedNames } from '../contract/repeated-names';
import { MAX_TICKS_PER_MESSAGE, TICK_FIELDS, tickMessage } from '../contract/tick';
import { houseWording } from '../contract/wording';
import { after, fromMilliseconds, type Instant, MICROSECONDS } from '../domain/instant';
import type { IncomingTick } from '../domain/tick';

/** What the topic rule makes of a message. The payload is encoded, so bytes that aren't JSON get here too. */
export const tickEvent = z.object({
  payload: z.string(),
  topic: z.string(),
  received_at_ms: z.number(),
  client_id: z.string().optional(),
});
export type TickEvent = z.infer<typeof tickEvent>;

export interface BadElement {
  readonly reason: string;
  /** Its position in the array, if the message was one. */
  readonly index?: number | undefined;
  readonly element?: unknown;
  /** Its text, if what was parsed says less than that. */
  readonly text?: string | undefined;
}

export interface ParsedMessage {
  readonly ticks: readonly IncomingTick[];
  readonly bad: readonly BadElement[];
}

/**
 * One tick or an array of ticks. A bad element is set apart and doesn't keep the others from being applied.
 *
 * @param maxClockSkewSeconds how far ahead of its receipt a tick may be: after one that is further ahead, every tick
 *   with a correct timestamp would be late
 */
export function parseTickMessage(event: TickEvent, maxClockSkewSeconds: number): ParsedMessage {
  const json = decodeJson(event.payload);
  if ('reason' in json) return { ticks: [], bad: [json] };
  const repeated = repeatedFields(json.text);
  const parse = (element: unknown, index?: number) =>
    repeated.get(index) ?? parseTick(element, event, maxClockSkewSeconds, index);
  if (!Array.isArray(json.value)) return setBadApart([parse(json.value)]);
  if (json.value.length === 0) return { ticks: [], bad: [{ reason: 'the array is empty' }] };
  if (json.value.length > MAX_TICKS_PER_MESSAGE) {
    return {
      ticks: [],
      bad: [{ reason: `the array has ${json.value.length} ticks, more than ${MAX_TICKS_PER_MESSAGE}` }],
    };
  }
  return setBadApart(json.value.map((element, index) => parse(element, index)));
}

function setBadApart(parsed: readonly (IncomingTick | BadElement)[]): ParsedMessage {
  const ticks = parsed.filter((one): one is IncomingTick => !('reason' in one));
  const bad = parsed.filter((one): one is BadElement => 'reason' in one);
  return { ticks, bad };
}

function decodeJson(payload: string): { value: unknown; text: string } | BadElement {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.length === 0) return { reason: 'the message is empty' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { value: JSON.parse(text), text };
  } catch {
    return { reason: 'the message is not valid JSON in UTF-8' };
  }
}

/** Elements in which a field occurs more than once, by their position: it is open which of its values is meant. */
function repeatedFields(json: string): Map<number | undefined, BadElement> {
  const repeated = repeatedNames(json).filter(({ name }) => TICK_FIELDS.includes(name));
  return new Map(
    repeated.map(({ name, index, object }) => [
      index,
      { reason: `${name}: must occur only once`, index, text: object },
    ]),
  );
}

function parseTick(
  element: unknown,
  event: TickEvent,
  maxClockSkewSeconds: number,
  index?: number,
): IncomingTick | BadElement {
  const parsed = tickMessage.safeParse(element, { error: houseWording });
  if (!parsed.success) return { reason: reasonOf(parsed.error), index, element };
  const latest = after(receivedAt(event), maxClockSkewSeconds * MICROSECONDS.second);
  if (parsed.data.timestamp > latest) {
    const reason = `timestamp: is more than ${maxClockSkewSeconds} s in the future`;
    return { reason, index, element };
  }
  return { ...parsed.data, receivedAt: receivedAt(event) };
}

/** The topic rule has whole milliseconds; the arrival time in a stream has a fraction. */
function receivedAt({ received_at_ms }: TickEvent): Instant {
  return fromMilliseconds(Math.floor(received_at_ms));
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'tick'}: ${message}`).join('; ');
}
