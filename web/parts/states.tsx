import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemError } from '../../client/problem-error';
import { problemSentence } from '../api/problems';
import { Icon } from './icon';
import type { IconName } from './icons';

/** Says what will stand here once there is something. */
export function Empty({
  icon = 'receipt',
  title,
  children,
}: {
  icon?: IconName;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty pad">
      <Icon name={icon} />
      <p class="strong">{title}</p>
      <p class="soft">{children}</p>
    </div>
  );
}

const SKELETON_AFTER_MS = 200;

/** Nothing at first: what is there in a moment needs no announcement. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  const [isShown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={`skeleton pad ${isShown ? 'is-shown' : ''}`} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} class={`sk w${[80, 60, 90, 70][row % 4]}`} />
      ))}
    </div>
  );
}

export function Failed({ what, error, retry }: { what: string; error: unknown; retry: () => void }) {
  return (
    <div class="empty pad" role="alert">
      <Icon name="triangle-alert" class="bad" />
      <p class="strong">{what} could not be loaded</p>
      <p class="soft">{failureText(error)}</p>
      <button type="button" class="btn btn-s" onClick={retry}>
        <Icon name="refresh-cw" small />
        Try now
      </button>
    </div>
  );
}

function failureText(error: unknown): string {
  if (!(error instanceof ProblemError)) return 'No response. It will be retried when the connection is back.';
  const request = error.requestId ? ` Request ${error.requestId}.` : '';
  return `${problemSentence(error)}${request}`;
}

interface Read {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly data: unknown;
  readonly refetch: () => unknown;
}

/** What a page shows while what it reads is not there: content that was read once stays, also after a failure. */
export function Awaited({
  read,
  what,
  rows = 4,
  children,
}: {
  read: Read;
  what: string;
  rows?: number;
  children: ComponentChildren;
}) {
  if (read.data !== undefined) return <>{children}</>;
  if (read.error) return <Failed what={what} error={read.error} retry={() => read.refetch()} />;
  return <Skeleton rows={rows} />;
}
