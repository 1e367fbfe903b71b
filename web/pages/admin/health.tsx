import type { ComponentChildren } from 'preact';
import { ProblemError } from '../../../client/problem-error';
import { useQuery } from '../../api/query';
import { formatAge } from '../../format/time';
import { counted } from '../../format/words';
import { now } from '../../live/clock';
import { Icon } from '../../parts/icon';
import type { IconName } from '../../parts/icons';
import { audit, feed } from '../../reads/administration';

/** Is it flowing, is it sound: one line each, and where to look further. */
export function Health() {
  return (
    <section class="card health" aria-label="Health">
      <FeedTile />
      <LettersTile />
      <AuditTile />
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
      {waiting === 0 ? 'nothing was given up' : 'given up, each with its reason'}
    </Tile>
  );
}

function AuditTile() {
  const { data, error } = useQuery({ ...audit(), refetchInterval: 60_000 });
  if (!data) {
    const isNone = error instanceof ProblemError && error.code === 'audit_not_found';
    return (
      <Tile
        href="/admin/audit"
        icon="shield-check"
        tone="muted"
        name="Audit"
        value={isNone ? 'None yet' : '…'}
      >
        {isNone ? 'the first report comes with the next run' : 'reading'}
      </Tile>
    );
  }
  const isSound = data.violation_count === 0;
  return (
    <Tile
      href="/admin/audit"
      icon="shield-check"
      tone={isSound ? 'good' : 'bad'}
      name="Audit"
      value={isSound ? 'Sound' : counted(data.violation_count, 'violation')}
    >
      7 promises, {counted(data.orders_checked, 'order')},{' '}
      {formatAge(now.value - Date.parse(data.finished_at ?? data.started_at))} ago
    </Tile>
  );
}
