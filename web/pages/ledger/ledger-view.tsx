import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useList } from '../../api/query';
import { decodedTime } from '../../format/query-time';
import { formatMoment, zoneName } from '../../format/time';
import { Choice } from '../../parts/field';
import { Icon } from '../../parts/icon';
import { ShowMore } from '../../parts/more';
import { RangePicker } from '../../parts/range-picker';
import { Segments } from '../../parts/segments';
import { Awaited } from '../../parts/states';
import type { EntryType, LedgerFilter } from '../../reads/account';
import { ledger } from '../../reads/account';
import { stocks } from '../../reads/market';
import { preferences } from '../../settings/preferences';
import { EntryTable } from './entry-table';
import { ExportDialog } from './export-dialog';

const TYPES: readonly { value: EntryType | 'all'; text: string }[] = [
  { value: 'all', text: 'All' },
  { value: 'buy', text: 'Buys' },
  { value: 'sell', text: 'Sells' },
  { value: 'deposit', text: 'Deposits' },
  { value: 'withdrawal', text: 'Withdrawals' },
];

/** The filters are in the address. */
function useLedgerFilter(path: string): [LedgerFilter, (change: LedgerFilter) => void] {
  const { query, route } = useLocation();
  const type = TYPES.find(({ value }) => value === query.type)?.value;
  const filter: LedgerFilter = {
    type: type === 'all' ? undefined : type,
    stock: query.stock || undefined,
    from: decodedTime(query.from),
    to: decodedTime(query.to),
  };
  const change = (changed: LedgerFilter) => {
    const given = Object.entries({ ...filter, ...changed }).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
    );
    const parameters = new URLSearchParams(given);
    route(`${path}${parameters.size === 0 ? '' : `?${parameters}`}`, true);
  };
  return [filter, change];
}

export function LedgerView({ user, path }: { user: string; path: string }) {
  const [filter, change] = useLedgerFilter(path);
  const [isExporting, setExporting] = useState(false);
  const market = useList(stocks()).entries;
  const list = useList(ledger(user, filter));
  const { zone } = preferences.value;
  const oldest = list.entries.at(-1);
  return (
    <section class="card" aria-label="Ledger">
      <div class="find">
        <Segments
          label="Kind of entry"
          value={filter.type ?? 'all'}
          options={TYPES}
          onChange={(type) => change({ type: type === 'all' ? undefined : type })}
        />
        <Choice
          id="ledger-stock"
          label="Stock"
          value={filter.stock ?? ''}
          options={[['', 'All stocks'], ...market.map(({ stock_id, name }) => [stock_id, name] as const)]}
          onChange={(stock) => change({ stock })}
        />
        <RangePicker range={{ from: filter.from, to: filter.to }} onChange={change} />
        <button type="button" class="btn btn-s push" onClick={() => setExporting(true)}>
          <Icon name="download" />
          Export
        </button>
      </div>
      <Awaited read={list} what="The ledger" rows={8}>
        <EntryTable
          entries={list.entries}
          caption="Entries of the ledger, newest first"
          emptyTitle={emptyTitle(filter, list.hasNextPage)}
        >
          {list.hasNextPage
            ? 'Nothing of this kind among the newest entries. Show more looks further back.'
            : 'Deposits, withdrawals and fills appear here.'}
        </EntryTable>
        <div class="foot">
          <span>
            {list.entries.length} shown
            {oldest && `, back to ${formatMoment(oldest.timestamp, zone, Date.now())}`}. Times in{' '}
            {zoneName(zone, Date.now())}.
          </span>
          <ShowMore list={list} />
        </div>
      </Awaited>
      {isExporting && <ExportDialog user={user} filter={filter} onClose={() => setExporting(false)} />}
    </section>
  );
}

function emptyTitle(filter: LedgerFilter, goesOn: boolean): string {
  if (goesOn) return 'Nothing found yet';
  return Object.values(filter).some((value) => value !== undefined)
    ? 'No entries like that'
    : 'No entries yet';
}
