import type { ComponentChildren } from 'preact';
import type { UserSummary } from '../../api/answers';
import { formatDay } from '../../format/time';
import { Avatar } from '../../parts/avatar';
import { preferences } from '../../settings/preferences';

export function UserHead({ user, children }: { user: UserSummary; children?: ComponentChildren }) {
  return (
    <div class="n">
      <Avatar username={user.username} />
      <div>
        <h2>{user.username}</h2>
        <small>
          {user.email}, joined {formatDay(user.created_at, preferences.value.zone, Date.now())}
        </small>
      </div>
      {children}
    </div>
  );
}
