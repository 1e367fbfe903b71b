import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { DeadLetter, DeadLetters } from '../../api/answers';
import { client } from '../../api/client';
import { queries, useQuery } from '../../api/query';
import { counted } from '../../format/words';
import { ask } from '../../parts/confirm';
import { Icon } from '../../parts/icon';
import { Moment } from '../../parts/moment';
import { Awaited, Empty } from '../../parts/states';
import { say } from '../../parts/toasts';
import { Work } from '../../parts/work';
import { deadLetters, feed } from '../../reads/administration';
import { Health } from './health';

/** What the system could not do and gave up, with its reason: to be sent again when the reason is gone, or thrown away. */
export function DeadLettersPage() {
  const { query, route } = useLocation();
  const reason = query.reason ?? '';
  const [typed, setTyped] = useState(reason);
  const read = useQuery(deadLetters(reason));
  const letters = read.data?.results ?? [];
  const search = (wanted: string) => {
    setTyped(wanted);
    route(`/admin/dead-letters${wanted === '' ? '' : `?reason=${encodeURIComponent(wanted)}`}`, true);
  };
  return (
    <Work
      title="Dead letters"
      actions={
        <>
          <button type="button" class="btn btn-s" onClick={() => void read.refetch()}>
            <Icon name="refresh-cw" />
            Refresh
          </button>
          {letters.length > 0 && (
            <>
              <button type="button" class="btn btn-s" onClick={() => askToRedrive(letters, reason)}>
                <Icon name="rotate-ccw" />
                Send all again
              </button>
              <button type="button" class="btn btn-s" onClick={() => askToDiscard(letters, reason)}>
                <Icon name="trash-2" />
                Discard all
              </button>
            </>
          )}
        </>
      }
    >
      <Health />
      <section class="card" aria-label="Letters">
        <form
          class="find"
          onSubmit={(event) => {
            event.preventDefault();
            search(typed.trim());
          }}
        >
          <div class="input">
            <Icon name="search" class="muted" />
            <input
              data-filter
              aria-label="Reason contains"
              placeholder="Reason contains"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <kbd class="d-only">/</kbd>
          </div>
          {reason !== '' && (
            <button type="button" class="btn btn-s btn-x" onClick={() => search('')}>
              Clear
            </button>
          )}
        </form>
        <Awaited read={read} what="The letters" rows={4}>
          {letters.length === 0 ? (
            <NoLetters reason={reason} />
          ) : (
            <ol class="letters">
              {letters.map((letter) => (
                <Letter key={letter.id} letter={letter} onReason={search} />
              ))}
            </ol>
          )}
          <div class="foot">
            <span>
              {counted(letters.length, 'letter')} shown{read.data?.has_more && ', and there may be more'}.
              Letters you view are hidden from others for a few seconds.
            </span>
          </div>
        </Awaited>
      </section>
    </Work>
  );
}

function NoLetters({ reason }: { reason: string }) {
  const depth = useQuery(feed()).data?.dead_letters;
  const waiting = depth ? depth.waiting + depth.taken : 0;
  if (reason === '' && waiting > 0) {
    return (
      <Empty icon="inbox" title={`${counted(waiting, 'letter')} not visible yet`}>
        Somebody has just viewed them, or they have only just arrived. Refresh in a few seconds.
      </Empty>
    );
  }
  return (
    <Empty icon="inbox" title={reason === '' ? 'No dead letters' : 'No letter with this reason'}>
      Messages that are not valid ticks, or that failed on every attempt, are kept here with the reason.
    </Empty>
  );
}

function Letter({ letter, onReason }: { letter: DeadLetter; onReason: (reason: string) => void }) {
  return (
    <li>
      <div class="l1">
        <button
          type="button"
          class="strong letter-why"
          title="Only letters with this reason"
          onClick={() => onReason(letter.reason)}
        >
          {letter.reason}
        </button>
        <Moment at={letter.timestamp} />
      </div>
      <p class="l2">
        <span>{letter.topic ?? 'an event of the table'}</span>
        {!letter.is_text && <span class="badge badge-warn">partly binary</span>}
      </p>
      {letter.payload !== null && <pre class="payload">{readable(letter.payload)}</pre>}
      <span class="acts">
        <button type="button" class="btn btn-s" onClick={() => askToRedrive([letter], '')}>
          Send again
        </button>
        <button type="button" class="btn btn-s" onClick={() => askToDiscard([letter], '')}>
          Discard
        </button>
      </span>
    </li>
  );
}

/** By reason where one was searched for, so that what was not looked at goes too; else these very letters. */
function selectionOf(letters: readonly DeadLetter[], reason: string) {
  return reason === '' ? { ids: letters.map(({ id }) => id) } : { reason };
}

function which(letters: readonly DeadLetter[], reason: string): string {
  return reason === ''
    ? counted(letters.length, 'letter')
    : `every letter whose reason has “${reason}” in it`;
}

function isOne(letters: readonly DeadLetter[], reason: string): boolean {
  return reason === '' && letters.length === 1;
}

function askToRedrive(letters: readonly DeadLetter[], reason: string): void {
  ask({
    title: `Send ${which(letters, reason)} again?`,
    body: (
      <>
        <Reasons letters={letters} />
        <p>
          A message that succeeds is gone from this list; one that fails again comes back as a new letter.
        </p>
      </>
    ),
    yes: 'Send again',
    no: isOne(letters, reason) ? 'Leave it' : 'Leave them',
    act: async () => {
      const { published, kept } = await client.call('redrive-dead-letters', {
        body: selectionOf(letters, reason),
      });
      say(`${counted(published, 'message')} sent again${kept > 0 ? `, ${kept} left where they are` : ''}.`);
      if (kept === 0) takeAway(letters, reason);
      lookAgain();
    },
  });
}

function askToDiscard(letters: readonly DeadLetter[], reason: string): void {
  ask({
    title: `Discard ${which(letters, reason)}?`,
    body: (
      <>
        <Reasons letters={letters} />
        <p>
          {isOne(letters, reason)
            ? 'It is gone for good: nothing of it is kept.'
            : 'They are gone for good: nothing of them is kept.'}
        </p>
      </>
    ),
    yes: 'Discard',
    no: isOne(letters, reason) ? 'Leave it' : 'Leave them',
    isDangerous: true,
    act: async () => {
      const { discarded, kept } = await client.call('discard-dead-letters', {
        body: selectionOf(letters, reason),
      });
      say(`${counted(discarded, 'letter')} discarded${kept > 0 ? `, ${kept} left where they are` : ''}.`);
      if (kept === 0) takeAway(letters, reason);
      lookAgain();
    },
  });
}

function Reasons({ letters }: { letters: readonly DeadLetter[] }) {
  const reasons = [...new Set(letters.map(({ reason }) => reason))];
  return (
    <ul class="reasons">
      {reasons.slice(0, 8).map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

/** At once: to look again takes seconds. */
function takeAway(letters: readonly DeadLetter[], reason: string): void {
  const gone = new Set(letters.map(({ id }) => id));
  queries.setQueriesData<DeadLetters>({ queryKey: ['dead-letters'] }, (shown) =>
    shown
      ? {
          ...shown,
          results: shown.results.filter((letter) => !gone.has(letter.id) && !isMeant(letter, reason)),
        }
      : shown,
  );
}

function isMeant(letter: DeadLetter, reason: string): boolean {
  return reason !== '' && letter.reason.includes(reason);
}

function lookAgain(): void {
  void queries.invalidateQueries({ queryKey: ['dead-letters'] });
  void queries.invalidateQueries({ queryKey: ['feed'] });
}

function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
