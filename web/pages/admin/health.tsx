import type { ComponentChildren } from 'preact';
import { useQuery } from '../../api/query';
import { formatAge } from '../../format/time';
import { counted } from '../../format/words';
import { now } from '../../live/clock';
import { lateness } from '../../live/lateness';
import { connectedness } from '../../live/live';
import { useQuotes } from '../../live/visible';
import { Icon } from '../../parts/icon';
import type { IconName } from '../../parts/icons';
import { feed } from '../../reads/administration';

/** Is it flowing, is it sound: one line each, and where to look further. */
export function Health() {
  return (
    <section class="card health" aria-label="Health">
      <FeedTile />
      <LettersTile />
      <AuditTile />
      <EventsTile />
    </section>
  );
}

export interface TileProps {
  readonly href: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'warn' | 'muted';
  readonly name: string;
  readonly value: ComponentChildren;
  readonly children: ComponentChildren;
}

function Tile({ href, icon, tone, name, value, children }: TileProps) {
  return (
    <a href={href}>
      <span class="l">
        <Icon name={icon} class={tone} />
        {name}
      </span>
      <span class="v num">{value}</span>
      <span class="s num">{children}</span>
    </a>
  );
}

/** How the feed flows, as the server sees it. */
export function useFeed() {
  const read = useQuery(feed());
  const results = read.data?.results ?? [];
  const maxAge = read.data?.quote_max_age_seconds ?? Number.POSITIVE_INFINITY;
  const quiet = results.filter(({ age_seconds: age }) => age === null || age > maxAge);
  const ages = results.flatMap(({ age_seconds: age }) => age ?? []);
  return { read, results, quiet, newestAgeSeconds: ages.length === 0 ? undefined : Math.min(...ages) };
}

function FeedTile() {
  const { read, results, quiet, newestAgeSeconds } = useFeed();
  const isFlowing = results.length > quiet.length;
  const state = results.length === 0 ? 'No stocks yet' : isFlowing ? 'Flowing' : 'Quiet';
  return (
    <Tile
      href="/admin/feed"
      icon="radio"
      tone={results.length === 0 ? 'muted' : isFlowing ? 'good' : 'bad'}
      name="Feed"
      value={read.data ? state : '…'}
    >
      {newestAgeSeconds === undefined ? 'no tick yet' : `newest ${formatAge(newestAgeSeconds * 1000)} ago`},{' '}
      {quiet.length} of {counted(results.length, 'stock')} quiet
    </Tile>
  );
}

function LettersTile() {
  const { data } = useQuery(feed());
  const waiting = data && data.dead_letters.waiting + data.dead_letters.taken;
  return (
    <Tile
      href="/admin/dead-letters"
      icon="inbox"
      tone={waiting === undefined ? 'muted' : waiting > 0 ? 'bad' : 'good'}
      name="Dead letters"
      value={waiting === undefined ? '…' : waiting === 0 ? 'None' : waiting.toLocaleString('en-US')}
    >
      {waiting === 0 ? 'nothing has failed for good' : 'failed for good, each with its reason'}
    </Tile>
  );
}

function AuditTile() {
  const { data } = useQuery(feed());
  const latest = data?.latest_audit;
  const isSound = latest?.violation_count === 0;
  return (
    <Tile
      href="/admin/audit"
      icon="shield-check"
      tone={!latest ? 'muted' : isSound ? 'good' : 'bad'}
      name="Audit"
      value={
        latest
          ? isSound
            ? 'Sound'
            : counted(latest.violation_count, 'violation')
          : latest === null
            ? 'None yet'
            : '…'
      }
    >
      {latest
        ? `7 promises, ${counted(latest.orders_checked, 'order')}, ${ageOf(latest.finished_at)} ago`
        : 'no run has finished yet'}
    </Tile>
  );
}

function ageOf(at: string | null): string {
  return formatAge(at === null ? 0 : now.value - Date.parse(at));
}

/** From where more than a slow network must be the cause. */
const LATE_MS = 5_000;

/** Measured here, where events end. A few stocks that tick are enough: each more costs a message a tick. */
function EventsTile() {
  const { results, quiet } = useFeed();
  useQuotes(
    results
      .filter((stock) => !quiet.includes(stock))
      .slice(0, 3)
      .map(({ stock_id }) => stock_id),
  );
  const { state } = connectedness.value;
  const isQuiet = results.length === quiet.length;
  const newest = lateness.value;
  if (state !== 'live')
    return (
      <Tile href="/dev/events" icon="scroll-text" tone="warn" name="Events" value="Not connected">
        this console gets none at the moment
      </Tile>
    );
  return (
    <Tile
      href="/dev/events"
      icon="scroll-text"
      tone={!newest ? 'muted' : newest.ms < LATE_MS ? 'good' : 'bad'}
      name="Events"
      value={
        newest ? `${newest.ms < 100 ? 'Under 0.1 s' : formatAge(newest.ms)} behind` : isQuiet ? 'Quiet' : '…'
      }
    >
      {newest
        ? `newest ${formatAge(now.value - newest.arrivedAtMs)} ago, measured here`
        : 'none has come yet'}
    </Tile>
  );
}
