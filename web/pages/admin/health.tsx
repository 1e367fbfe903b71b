import type { ComponentChildren } from 'preact';
import { ProblemError } from '../../../client/problem-error';
import { useList, useQuery } from '../../api/query';
import { audit, stocks } from '../../api/reads';
import { formatShares } from '../../format/money';
import { formatAge } from '../../format/time';
import { counted } from '../../format/words';
import { now } from '../../live/clock';
import { quietFor } from '../../live/quiet';
import { Icon } from '../../parts/icon';
import type { IconName } from '../../parts/icons';

const READ_AGAIN_MS = 5_000;

/** Is it flowing, is it sound: one line each, and where to look further. */
export function Health() {
  return (
    <section class="card health" aria-label="Health">
      <FeedTile />
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

/** The market as the newest of its stocks tells it. */
export function useFeed() {
  const list = useList({ ...stocks(), refetchInterval: READ_AGAIN_MS });
  const received = list.entries.flatMap(({ received_at }) => received_at ?? []).sort();
  const quiet = list.entries.filter(({ received_at: receivedAt }) => quietFor({ receivedAt }) !== undefined);
  const newest = received.at(-1);
  return { list, quiet, newestAgeMs: newest === undefined ? undefined : now.value - Date.parse(newest) };
}

function FeedTile() {
  const { list, quiet, newestAgeMs } = useFeed();
  const total = list.entries.length;
  const isFlowing = total > 0 && quiet.length < total;
  return (
    <Tile
      href="/admin/feed"
      icon="radio"
      tone={total === 0 ? 'muted' : isFlowing ? 'good' : 'bad'}
      name="Feed"
      value={total === 0 ? 'No stocks yet' : isFlowing ? 'Flowing' : 'Quiet'}
    >
      {newestAgeMs === undefined ? 'no tick yet' : `newest ${formatAge(newestAgeMs)} ago`}, {quiet.length} of{' '}
      {counted(total, 'stock')} quiet
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
      7 promises, {formatShares(data.orders_checked)} orders,{' '}
      {formatAge(now.value - Date.parse(data.finished_at ?? data.started_at))} ago
    </Tile>
  );
}
