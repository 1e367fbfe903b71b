import type { UserSummary } from '../../api/answers';
import { formatMoney } from '../../format/money';
import { formatDay } from '../../format/time';
import { Avatar } from '../../parts/avatar';
import { isNarrow, isWide } from '../../parts/media';
import { availableOf } from '../../portfolio/worth';
import { preferences } from '../../settings/preferences';

interface UserTableProps {
  readonly users: readonly UserSummary[];
  readonly open: string | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onOpen: (userId: string) => void;
}

function hrefOf(userId: string): string {
  return `/admin/users/${userId}/portfolio`;
}

export function UserTable(props: UserTableProps) {
  return isNarrow.value ? <Cards users={props.users} /> : <Table {...props} />;
}

function Table({ users, open, chosen, onChoose, onOpen }: UserTableProps) {
  const areAllChosen = users.every(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const now = new Set(chosen);
    if (!now.delete(id)) now.add(id);
    onChoose(now);
  };
  return (
    <div class="scroll-x">
      <table class="grid-t users">
        <caption>Users by name</caption>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                class="check"
                aria-label="Select all that are shown"
                checked={areAllChosen}
                onChange={() => onChoose(areAllChosen ? new Set() : new Set(users.map(({ id }) => id)))}
              />
            </th>
            <th scope="col" aria-sort="ascending">
              Username
            </th>
            <th scope="col">Email</th>
            {['Balance', 'Held', 'Available', 'Open buys', 'Joined'].map((title) => (
              <th key={title} scope="col" class="num">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id} aria-selected={user.id === open}>
              <td>
                <input
                  type="checkbox"
                  class="check"
                  aria-label={`Select ${user.username}`}
                  checked={chosen.has(user.id)}
                  onChange={() => toggle(user.id)}
                />
              </td>
              <td>
                <a
                  class="who"
                  href={hrefOf(user.id)}
                  onClick={(event) => {
                    if (!isWide.value || event.ctrlKey || event.metaKey) return;
                    event.preventDefault();
                    event.stopPropagation();
                    onOpen(user.id);
                  }}
                >
                  <Avatar username={user.username} />
                  {user.username}
                </a>
              </td>
              <td class="soft">{user.email}</td>
              <td class="num">{formatMoney(user.balance)}</td>
              <td class={`num ${user.frozen === 0 ? 'muted' : ''}`}>{formatMoney(user.frozen)}</td>
              <td class="num strong">{formatMoney(availableOf(user))}</td>
              <td class={`num ${user.open_buys === 0 ? 'muted' : ''}`}>{user.open_buys}</td>
              <td class="num soft">{formatDay(user.created_at, preferences.value.zone, Date.now())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ users }: { users: readonly UserSummary[] }) {
  return (
    <div class="cards">
      {users.map((user) => (
        <a key={user.id} class="u" href={hrefOf(user.id)}>
          <Avatar username={user.username} />
          <div>
            <b class="strong">{user.username}</b>
            <small>{user.email}</small>
          </div>
          <div>
            <b class="num strong">{formatMoney(user.balance)}</b>
            <small class="num">
              {user.frozen === 0 ? 'nothing held' : `${formatMoney(user.frozen)} held`}
            </small>
          </div>
        </a>
      ))}
    </div>
  );
}
