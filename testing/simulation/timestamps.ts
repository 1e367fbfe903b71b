/** The simulation's own timestamps: microseconds since 1970, written as RFC 3339. */

export function rfc3339(microseconds: number): string {
  const seconds = new Date(Math.floor(microseconds / 1_000_000) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(microseconds % 1_000_000).padStart(6, '0')}Z`;
}

export function microsecondsOf(text: string): number {
  const fraction = /\.(\d{6})Z$/.exec(text)?.[1] ?? '0';
  return Date.parse(text.replace(/\.\d+Z$/, 'Z')) * 1000 + Number(fraction);
}
