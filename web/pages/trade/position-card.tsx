import { useQuery } from '../../api/query';
import { formatAverage, formatMoney, formatShares } from '../../format/money';
import { Gain } from '../../parts/change';
import { Empty, Skeleton } from '../../parts/states';
import { marketValueOf, unrealizedOf } from '../../portfolio/worth';
import { userPage } from '../../reads/account';

export function PositionCard({ stockId }: { stockId: string }) {
  const { data } = useQuery(userPage('me'));
  const position = data?.stocks.find(({ stock_id }) => stock_id === stockId);
  return (
    <div class="card">
      <div class="card-h">
        <h2>Your position</h2>
      </div>
      {!data && <Skeleton rows={3} />}
      {data && !position && (
        <Empty icon="wallet" title="No shares held">
          Shares you buy appear here with their value.
        </Empty>
      )}
      {position && (
        <dl class="pos">
          <div class="stat">
            <dt>Shares</dt>
            <dd class="num">{formatShares(position.total_count)}</dd>
          </div>
          <div class="stat">
            <dt>Held by sells</dt>
            <dd class="num">{formatShares(position.frozen_count)}</dd>
          </div>
          <div class="stat">
            <dt>Average price</dt>
            <dd class="num">{formatAverage(position.average_price)}</dd>
          </div>
          <div class="stat">
            <dt>Value</dt>
            <dd class="num">{formatMoney(marketValueOf(position))}</dd>
          </div>
          <div class="stat">
            <dt>Unrealized</dt>
            <dd>
              <Gain amount={unrealizedOf(position)} base={position.cost} />
            </dd>
          </div>
          <div class="stat">
            <dt>Realized</dt>
            <dd>
              <Gain amount={position.realized_profit} />
            </dd>
          </div>
        </dl>
      )}
    </div>
  );
}
