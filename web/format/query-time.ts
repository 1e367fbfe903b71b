/** Times in fields of forms and in addresses. */

import type { Zone } from './time';

/** @returns the time of an address in RFC 3339, undefined for what is none */
export function decodedTime(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** For `<input type="datetime-local">`, which knows no zones: the clock of the reader, or UTC where that is set. */
export function inLocalField(timestamp: string | undefined, zone: Zone): string {
  if (timestamp === undefined) return '';
  const date = new Date(timestamp);
  const offset = zone === 'utc' ? 0 : date.getTimezoneOffset();
  const local = new Date(date.getTime() - offset * 60_000);
  return local.toISOString().slice(0, 16);
}

export function fromLocalField(text: string, zone: Zone = 'local'): string | undefined {
  if (text === '') return undefined;
  const date = new Date(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
