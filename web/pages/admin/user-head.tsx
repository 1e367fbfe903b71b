import type { ComponentChildren } from 'preact';
import type { UserSummary } from '../../api/answers';
import { formatDay } from '../../format/time';
import { Avatar } from '../../parts/avatar';
import { preferences } from '../../settings/preferences';

/** On a page that has the name as its title it is not said twice. */
export function UserHead({
  user,
  isTitled = false,
  children,
}: {
  user: UserSummary;
  isTitled?: boolean;
  children?: ComponentChildren;
}) {
  const joined = `joined ${formatDay(user.created_at, preferences.value.zone, Date.now())}`;
  return (
    <div class="n">
      <Avatar username={user.username} />
      <div>
        <h2>{isTitled ? user.email : user.username}</h2>
        <small>{isTitled ? joined : `${user.email}, ${joined}`}</small>
      </div>
      {children}
    </div>
  );
}
