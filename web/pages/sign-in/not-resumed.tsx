import { forget, resume } from '../../api/session';
import { Failed } from '../../parts/states';
import { Welcome } from './welcome';

/** Somebody was signed in here, and the server can't say now whether they still are. */
export function NotResumed({ error }: { error: unknown }) {
  return (
    <Welcome title="One moment">
      <Failed what="Your session" error={error} retry={() => void resume()} />
      <p class="muted center">
        <button type="button" class="link" onClick={forget}>
          Sign in again
        </button>
      </p>
    </Welcome>
  );
}
