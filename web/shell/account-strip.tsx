import { useQuery } from '../api/query';
import { formatMoney } from '../format/money';
import { useQuotes } from '../live/visible';
import { Gain } from '../parts/change';
import { useProfitToday } from '../portfolio/use-profit-today';
import { availableOf, equityOf } from '../portfolio/worth';
import { userPage } from '../reads/account';

/** The four figures that a trader looks for first. */
export function AccountStrip() {
  const { data } = useQuery(userPage('me'));
  const profit = useProfitToday(data, 'me');
  useQuotes(data?.stocks.map(({ stock_id }) => stock_id) ?? []);
  return (
    <dl class="account">
      <div class="x">
        <dt>Equity</dt>
        <dd class="num">{data ? <Equity user={data} /> : '…'}</dd>
      </div>
      <div class="x">
        <dt>Profit today</dt>
        <dd class="num">{profit === undefined ? '…' : <Gain amount={profit} />}</dd>
      </div>
      <div>
        <dt>Available</dt>
        <dd class="num">{data ? formatMoney(availableOf(data)) : '…'}</dd>
      </div>
      <div>
        <dt>Held</dt>
        <dd class="num">{data ? formatMoney(data.frozen) : '…'}</dd>
      </div>
    </dl>
  );
}

function Equity({ user }: { user: Parameters<typeof equityOf>[0] }) {
  return <>{formatMoney(equityOf(user))}</>;
}
