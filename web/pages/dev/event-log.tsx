import { useEffect, useRef, useState } from 'preact/hooks';
import { formatClock } from '../../format/time';
import { connectedness } from '../../live/live';
import { listeners, type Received } from '../../live/receive';
import { topicOf } from '../../live/topics';
import { useTopic } from '../../live/visible';
import { Icon } from '../../parts/icon';
import { Empty } from '../../parts/states';
import { Work } from '../../parts/work';
import { preferences } from '../../settings/preferences';

const KEPT = 200;

/** What comes over MQTT: the orders of everybody, and quotes of all stocks. */
export function EventLog() {
  const [filter, setFilter] = useState('');
  const [isPaused, setPaused] = useState(false);
  const events = useEvents(isPaused);
  useTopic(topicOf.orders('+'));
  useTopic(topicOf.quote('+'));
  const wanted = filter.trim().toLowerCase();
  const shown = events.filter(({ topic, payload }) => `${topic} ${payload}`.toLowerCase().includes(wanted));
  return (
    <Work
      title="Event log"
      actions={
        <button type="button" class="btn btn-s" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          <Icon name={isPaused ? 'play' : 'pause'} />
          {isPaused ? 'Resume' : 'Pause'}
        </button>
      }
    >
      <section class="card" aria-label="Events">
        <div class="find">
          <div class="input">
            <Icon name="search" class="muted" />
            <input
              data-filter
              aria-label="Filter events"
              placeholder="Topic or payload contains"
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
          {events.length > 0 && (
            <span class="muted num">
              {shown.length} of the last {events.length}
            </span>
          )}
        </div>
        {shown.length === 0 ? (
          <Empty icon="scroll-text" title={events.length === 0 ? 'No events yet' : 'No matches'}>
            {connectedness.value.state === 'live'
              ? 'Every committed change appears here as subscribers receive it.'
              : 'Events appear while the connection is live.'}
          </Empty>
        ) : (
          <ol class="log">
            {shown.map(({ topic, payload, atMs }, index) => (
              <li key={`${atMs} ${index}`}>
                <details>
                  <summary>
                    <time class="muted num">{formatClock(atMs, preferences.value.zone)}</time>
                    <code>{topic}</code>
                    <span class="soft log-line">{payload}</span>
                  </summary>
                  <pre>{readable(payload)}</pre>
                </details>
              </li>
            ))}
          </ol>
        )}
      </section>
    </Work>
  );
}

function useEvents(isPaused: boolean): readonly Received[] {
  const [events, setEvents] = useState<readonly Received[]>([]);
  const paused = useRef(isPaused);
  paused.current = isPaused;
  useEffect(() => {
    const listen = (event: Received) => {
      if (!paused.current) setEvents((before) => [event, ...before].slice(0, KEPT));
    };
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return events;
}

function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
