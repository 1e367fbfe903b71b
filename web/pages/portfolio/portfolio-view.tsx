import type { UserPage } from '../../api/answers';
import { useList } from '../../api/query';
import { formatMoney } from '../../format/money';
import { useQuotes } from '../../live/visible';
import { total } from '../../money/exact';
import { Gain } from '../../parts/change';
import { useProfitToday } from '../../portfolio/use-profit-today';
import { availableOf, equityOf, holdingsValueOf, unrealizedOf } from '../../portfolio/worth';
import { stocks } from '../../reads/market';
import { EntryTable } from '../ledger/entry-table';
import { EquityCard } from './equity-card';
import { Holdings } from './holdings';

export function PortfolioView({ user, userId }: { user: UserPage; userId: string }) {
  // Read for the day's opening prices, which neither events nor the user's page tell.
  useList(stocks());
  useQuotes(user.stocks.map(({ stock_id }) => stock_id));
  return (
    <>
      <Sums user={user} userId={userId} />
      <EquityCard userId={userId} />
      <Holdings positions={user.stocks} />
      <section class="card" aria-label="Latest entries">
        <div class="card-h">
          <h2>Latest entries</h2>
          <a class="more push" href={userId === 'me' ? '/ledger' : `/admin/users/${userId}/ledger`}>
            Whole ledger
          </a>
        </div>
        <EntryTable
          entries={user.recent_transactions}
          caption="Latest entries of the ledger"
          emptyTitle="No entries yet"
        >
          Make a deposit to begin with; it appears here.
        </EntryTable>
      </section>
    </>
  );
}

function unrealizedTotal(user: UserPage): number | null {
  const gains = user.stocks.map(unrealizedOf);
  const known = gains.filter((gain) => gain !== null);
  return known.length === gains.length ? total(known) : null;
}

function Sums({ user, userId }: { user: UserPage; userId: string }) {
  const profit = useProfitToday(user, userId);
  return (
    <section class="card" aria-label="Money">
      <dl class="sums sums-5">
        <div class="stat stat-big">
          <dt>Equity</dt>
          <dd class="num">{formatMoney(equityOf(user))}</dd>
        </div>
        <div class="stat">
          <dt>Available</dt>
          <dd class="num">{formatMoney(availableOf(user))}</dd>
        </div>
        <div class="stat">
          <dt>Held by open buys</dt>
          <dd class="num">{formatMoney(user.frozen)}</dd>
        </div>
        <div class="stat">
          <dt>Holdings</dt>
          <dd class="num">{formatMoney(holdingsValueOf(user))}</dd>
        </div>
        <div class="stat">
          <dt>Unrealized</dt>
          <dd>
            <Gain amount={unrealizedTotal(user)} />
          </dd>
        </div>
        <div class="stat">
          <dt>Realized</dt>
          <dd>
            <Gain amount={total(user.stocks.map(({ realized_profit }) => realized_profit))} />
          </dd>
        </div>
        <div class="stat">
          <dt>Profit today</dt>
          <dd class="num">{profit === undefined ? '…' : <Gain amount={profit} />}</dd>
        </div>
      </dl>
    </section>
  );
}
