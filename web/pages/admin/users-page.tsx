import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { UserSummary } from '../../api/answers';
import { useList } from '../../api/query';
import { csvOf } from '../../format/csv';
import { Icon } from '../../parts/icon';
import { isWide } from '../../parts/media';
import { ShowMore } from '../../parts/more';
import { saveFile } from '../../parts/save-file';
import { Segments } from '../../parts/segments';
import { Awaited, Empty } from '../../parts/states';
import { Work } from '../../parts/work';
import { type UserSearch, users } from '../../reads/administration';
import { TransferDialog } from '../portfolio/transfer-dialog';
import { AddUserDialog } from './add-user-dialog';
import { askToCancelOrdersOf } from './cancel-orders-of';
import { Health } from './health';
import { Selection } from './selection';
import { UserDrawer } from './user-drawer';
import { UserTable } from './user-table';

const KINDS: readonly { value: UserSearch['by']; text: string; hint: string }[] = [
  { value: 'username', text: 'Username', hint: 'Starts with' },
  { value: 'email', text: 'Email', hint: 'Full address' },
  { value: 'id', text: 'ID', hint: 'Full ID' },
];

export function UsersPage() {
  const { query, route } = useLocation();
  const by = KINDS.find(({ value }) => value === query.by)?.value ?? 'username';
  const text = query.starts ?? '';
  const list = useList(users({ by, text }));
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [depositing, setDepositing] = useState<readonly UserSummary[]>();
  const [isAdding, setAdding] = useState(false);
  const shown = list.entries;
  const selected = shown.filter(({ id }) => chosen.has(id));
  const change = (changed: Partial<Record<'by' | 'starts' | 'user', string>>) => {
    const parameters = new URLSearchParams(
      Object.entries({ by, starts: text, user: query.user ?? '', ...changed }).filter(
        ([name, value]) => value !== '' && !(name === 'by' && value === 'username'),
      ),
    );
    route(`/admin/users${parameters.size === 0 ? '' : `?${parameters}`}`, true);
  };
  const open = query.user && isWide.value ? query.user : undefined;
  return (
    <Work
      title="Users"
      actions={
        <>
          <button type="button" class="btn btn-s d-only" onClick={() => exportUsers(shown)}>
            <Icon name="download" />
            Export list
          </button>
          <button type="button" class="btn btn-s" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            Add user
          </button>
        </>
      }
    >
      <Health />
      <div class={open ? 'split' : 'stack'}>
        <section class="card" aria-label="Users">
          <div class="find">
            <Segments
              label="Find by"
              value={by}
              options={KINDS}
              onChange={(value) => change({ by: value })}
            />
            <div class="input">
              <Icon name="search" class="muted" />
              <input
                data-filter
                aria-label={`Find by ${by}`}
                placeholder={KINDS.find(({ value }) => value === by)?.hint ?? ''}
                value={text}
                onInput={(event) => change({ starts: event.currentTarget.value })}
              />
              <kbd class="d-only">/</kbd>
            </div>
          </div>
          {selected.length > 0 && (
            <Selection
              users={selected}
              onDeposit={() => setDepositing(selected)}
              onCancelOrders={() => askToCancelOrdersOf(selected)}
              onExport={() => exportUsers(selected)}
              onClear={() => choose(new Set())}
            />
          )}
          <Awaited read={list} what="The users" rows={8}>
            {shown.length === 0 ? (
              <Empty icon="users" title="No users found">
                Usernames match from their beginning; email addresses and IDs must be complete.
              </Empty>
            ) : (
              <UserTable
                users={shown}
                open={open}
                chosen={chosen}
                onChoose={choose}
                onOpen={(id) => change({ user: id })}
              />
            )}
            <div class="foot">
              <span>{shown.length} shown</span>
              <ShowMore list={list} />
            </div>
          </Awaited>
        </section>
        {open && <UserDrawer key={open} userId={open} onClose={() => change({ user: '' })} />}
      </div>
      {depositing && (
        <TransferDialog kind="deposit" users={depositing} onClose={() => setDepositing(undefined)} />
      )}
      {isAdding && <AddUserDialog onClose={() => setAdding(false)} />}
    </Work>
  );
}

function exportUsers(shown: readonly UserSummary[]): void {
  const header = ['id', 'username', 'email', 'balance', 'held', 'open buys', 'joined'];
  const rows = shown.map((user) => [
    user.id,
    user.username,
    user.email,
    user.balance,
    user.frozen,
    user.open_buys,
    user.created_at,
  ]);
  saveFile('users.csv', csvOf(header, rows));
}
