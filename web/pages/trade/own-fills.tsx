import { useList } from '../../api/query';
import { Awaited } from '../../parts/states';
import { fills } from '../../reads/account';
import { EntryTable } from '../ledger/entry-table';

export function OwnFills({ stockId, name }: { stockId: string; name: string }) {
  const read = useList(fills('me', stockId));
  return (
    <Awaited read={read} what="Your fills" rows={3}>
      <EntryTable entries={read.entries} caption={`Your fills in ${name}`} emptyTitle="No fills yet">
        Your buys and sells of {name} appear here, with their prices.
      </EntryTable>
    </Awaited>
  );
}
