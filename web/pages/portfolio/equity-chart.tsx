import type { Equity } from '../../api/answers';
import { formatGain, formatMoney } from '../../format/money';
import { formatClock, formatDay, formatMinute } from '../../format/time';
import { difference, total } from '../../money/exact';
import { preferences } from '../../settings/preferences';

const WIDTH = 1_000;
const HEIGHT = 180;
const PADDING = 6;
const MINUTE_MS = 60_000;
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
    return <p class="equity-none muted">Nothing to draw yet: the account is too new.</p>;
  const values = points.flatMap(({ equity, paid }) => [equity, paid]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const line = (value: (point: Point) => number) =>
    points
      .map((point, index) => {
        const x = (WIDTH * (point.atMs - first.atMs)) / (last.atMs - first.atMs);
        const part = high === low ? 0.5 : (value(point) - low) / (high - low);
        const y = HEIGHT - PADDING - part * (HEIGHT - 2 * PADDING);
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
        {[...new Set([high, low])].map((amount) => (
          <span key={amount}>{formatMoney(amount)}</span>
        ))}
      </div>
      <div class="equity-x num muted" aria-hidden="true">
        {timesOf(first.atMs, last.atMs).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </div>
      <figcaption class="muted">
        <svg class="equity-key" viewBox="0 0 18 4" aria-hidden="true">
          <path class="equity-paid" d="M0 2H18" />
        </svg>{' '}
        Net deposits: what it would be without any profit
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

/** The ends and the middle of the axis, each once: of a young account they lie within a minute. */
function timesOf(firstMs: number, lastMs: number): string[] {
  const { zone } = preferences.value;
  const spanMs = lastMs - firstMs;
  const text = (atMs: number) => {
    if (spanMs < 10 * MINUTE_MS) return formatClock(atMs, zone);
    return spanMs <= 2 * DAY_MS ? formatMinute(atMs, zone) : formatDay(atMs, zone, Date.now());
  };
  return [...new Set([firstMs, (firstMs + lastMs) / 2, lastMs].map(text))];
}

function description(first: Point, last: Point, low: number, high: number): string {
  return (
    `Equity from ${formatMoney(first.equity)} to ${formatMoney(last.equity)}, ` +
    `between ${formatMoney(low)} and ${formatMoney(high)}, gain ${formatGain(difference(last.equity, last.paid))}`
  );
}
