import { formatClock } from '../../format/time';
import { now } from '../../live/clock';
import { preferences } from '../../settings/preferences';

const PATIENCE_MS = 3_000;

interface UnansweredProps {
  readonly phase: { readonly name: 'sending' | 'unanswered'; readonly sinceMs: number };
  readonly ticketKey: string | undefined;
  readonly onGiveUp: () => void;
}

/** An order that nobody has answered yet: what is known of it, and why nothing can go wrong. */
export function Unanswered({ phase, ticketKey = '', onGiveUp }: UnansweredProps) {
  if (phase.name === 'sending' && now.value - phase.sinceMs < PATIENCE_MS) return null;
  const at = formatClock(phase.sinceMs, preferences.value.zone);
  return (
    <div class="stack unanswered" role="status">
      <p class="soft">
        {phase.name === 'sending'
          ? `Sent at ${at}, no answer yet. It is retried automatically with the same key, so it can't be placed twice.`
          : `No answer came by ${at}. Send it again: it has the same key, so it can't be placed twice.`}
      </p>
      <p class="muted">
        Idempotency-Key {ticketKey.slice(0, 4)}…{ticketKey.slice(-2)}
      </p>
      {phase.name === 'unanswered' && (
        <p>
          <button type="button" class="link" onClick={onGiveUp}>
            Leave it
          </button>{' '}
          <span class="muted">and look in the orders whether it arrived.</span>
        </p>
      )}
    </div>
  );
}
