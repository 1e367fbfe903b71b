import type { Equity } from '../../api/answers';
import { formatGain, formatMoney } from '../../format/money';
import { formatDay, formatMinute } from '../../format/time';
import { difference, total } from '../../money/exact';
import { preferences } from '../../settings/preferences';

const WIDTH = 1_000;
const HEIGHT = 180;
const PADDING = 6;
const DAY_MS = 86_400_000;

interface Point {
  readonly atMs: number;
  readonly equity: number;
  /** What the equity would be without any gain. */
  readonly paid: number;
}

/** The equity as a line, and below or above it what was paid in: between the two lies the profit. */
export function EquityChart({ course }: { course: Equity }) {
  const points = pointsOf(course);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2)
    return <p class="pad muted center">There is nothing to draw yet: the account is too young.</p>;
  const values = points.flatMap(({ equity, paid }) => [equity, paid]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const line = (value: (point: Point) => number) =>
    points
      .map((point, index) => {
        const x = (WIDTH * (point.atMs - first.atMs)) / (last.atMs - first.atMs);
        const y = HEIGHT - PADDING - ((value(point) - low) / (high - low || 1)) * (HEIGHT - 2 * PADDING);
        return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join('');
  return (
    <figure class="equity-chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={description(first, last, low, high)}
      >
        <path class="equity-paid" d={line(({ paid }) => paid)} />
        <path
          class={last.equity >= last.paid ? 'equity-line equity-up' : 'equity-line equity-down'}
          d={line(({ equity }) => equity)}
        />
      </svg>
      <div class="equity-y num muted" aria-hidden="true">
        <span>{formatMoney(high)}</span>
        <span>{formatMoney(low)}</span>
      </div>
      <div class="equity-x num muted" aria-hidden="true">
        {[first, points[Math.floor(points.length / 2)] ?? first, last].map(({ atMs }) => (
          <span key={atMs}>{timeText(atMs, last.atMs - first.atMs)}</span>
        ))}
      </div>
      <figcaption class="muted">
        <svg class="equity-key" viewBox="0 0 18 4" aria-hidden="true">
          <path class="equity-paid" d="M0 2H18" />
        </svg>{' '}
        What it would be without any gain
      </figcaption>
    </figure>
  );
}

/** From the first money on. Points at which a price was unknown are left out. */
function pointsOf({ results }: Equity): Point[] {
  const start = results.findIndex(({ equity }) => equity !== null && equity > 0);
  const begun = results[start];
  if (!begun) return [];
  return results.slice(start).flatMap(({ timestamp, equity, deposited }) =>
    equity === null
      ? []
      : [
          {
            atMs: Date.parse(timestamp),
            equity,
            paid: total([begun.equity ?? 0, deposited, -begun.deposited]),
          },
        ],
  );
}

function timeText(atMs: number, spanMs: number): string {
  const { zone } = preferences.value;
  return spanMs <= 2 * DAY_MS ? formatMinute(atMs, zone) : formatDay(atMs, zone, Date.now());
}

function description(first: Point, last: Point, low: number, high: number): string {
  return (
    `Equity from ${formatMoney(first.equity)} to ${formatMoney(last.equity)}, ` +
    `between ${formatMoney(low)} and ${formatMoney(high)}, gain ${formatGain(difference(last.equity, last.paid))}`
  );
}
