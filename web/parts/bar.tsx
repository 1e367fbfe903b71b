/** How far something has come, drawn: attributes of a drawing need no styles of their own. */
export function Bar({ part, whole, label }: { part: number; whole: number; label: string }) {
  const percent = whole > 0 ? Math.round((100 * part) / whole) : 0;
  return (
    <svg
      class="bar"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label} ${percent}%`}
    >
      <rect class="bar-whole" width="100" height="4" />
      <rect class="bar-part" width={percent} height="4" />
    </svg>
  );
}

/** Where a value lies between the lowest and the highest. */
export function RangeBar({ low, high, at, label }: { low: number; high: number; at: number; label: string }) {
  const percent = high > low ? (100 * (at - low)) / (high - low) : 50;
  const left = Math.min(97, Math.max(0, percent));
  return (
    <svg class="range" viewBox="0 0 100 9" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="bar-whole" y="3" width="100" height="3" rx="1" />
      <rect class="range-at" x={left} width="3" height="9" rx="1" />
    </svg>
  );
}
