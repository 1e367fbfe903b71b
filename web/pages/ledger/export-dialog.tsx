import { useEffect, useState } from 'preact/hooks';
import type { LedgerEntry } from '../../api/answers';
import { sentenceOf } from '../../api/problems';
import { csvOf } from '../../format/csv';
import { formatMoment } from '../../format/time';
import { counted } from '../../format/words';
import { Dialog } from '../../parts/dialog';
import { Message } from '../../parts/field';
import { saveFile } from '../../parts/save-file';
import { moneyMoved } from '../../portfolio/money-moved';
import { type LedgerFilter, ledger } from '../../reads/account';
import { preferences } from '../../settings/preferences';

/** Reads page by page, says how far it is, and keeps what it has when it is stopped. */
export function ExportDialog({
  user,
  filter,
  onClose,
}: {
  user: string;
  filter: LedgerFilter;
  onClose: () => void;
}) {
  const [entries, setEntries] = useState<readonly LedgerEntry[]>([]);
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    readAll(user, filter, abort.signal, setEntries).then(
      () => setDone(true),
      (error: unknown) => !abort.signal.aborted && setFailure(sentenceOf(error)),
    );
    return () => abort.abort();
  }, []);
  const oldest = entries.at(-1);
  return (
    <Dialog title="Export the ledger" onClose={onClose} class="dialog-s">
      <div class="dialog-b stack">
        <p role="status">
          {counted(entries.length, 'entry', 'entries')}
          {oldest && `, back to ${formatMoment(oldest.timestamp, preferences.value.zone, Date.now())}`}
          {isDone ? '. That is all of them.' : ', reading on.'}
        </p>
        {failure && <Message text={failure} />}
        <div class="row end">
          <button type="button" class="btn" onClick={onClose}>
            Close
          </button>
          <button
            type="button"
            class="btn btn-go fit"
            aria-disabled={entries.length === 0}
            onClick={() => entries.length > 0 && saveFile('ledger.csv', csvOf(HEADER, entries.map(rowOf)))}
          >
            {isDone ? 'Save as CSV' : 'Save what has been read'}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

async function readAll(
  user: string,
  filter: LedgerFilter,
  signal: AbortSignal,
  show: (entries: readonly LedgerEntry[]) => void,
): Promise<void> {
  const { queryFn } = ledger(user, filter);
  let entries: readonly LedgerEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryFn(cursor, signal);
    entries = [...entries, ...page.results];
    show(entries);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && !signal.aborted);
}

const HEADER = [
  'id',
  'time',
  'type',
  'stock',
  'stock id',
  'order id',
  'shares',
  'price',
  'money',
  'fee',
  'cost',
  'profit',
  'by',
];

function rowOf(entry: LedgerEntry): (string | number | null)[] {
  const { id, timestamp, type, stock, stock_id, order_id, total_count, stock_price, by } = entry;
  return [
    id,
    timestamp,
    type,
    stock,
    stock_id,
    order_id,
    total_count,
    stock_price,
    moneyMoved(entry),
    entry.fee,
    entry.cost,
    entry.realized_profit,
    by?.username ?? null,
  ];
}
