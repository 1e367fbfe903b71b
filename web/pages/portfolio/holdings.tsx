import type { Position } from '../../api/answers';
import { formatAverage, formatMoney, formatShares } from '../../format/money';
import { quotes } from '../../live/quotes';
import { DayChange, Gain } from '../../parts/change';
import { Columns } from '../../parts/columns';
import { LivePrice } from '../../parts/live-price';
import { isNarrow } from '../../parts/media';
import { Empty } from '../../parts/states';
import { marketValueOf, unrealizedOf } from '../../portfolio/worth';

export function Holdings({ positions }: { positions: readonly Position[] }) {
  return (
    <section class="card" aria-label="Holdings">
      <div class="card-h">
        <h2>Holdings</h2>
        <span class="count">{positions.length}</span>
      </div>
      {positions.length === 0 ? (
        <Empty icon="wallet" title="No holdings yet">
          Shares you buy appear here with their value at the latest price. Start at the <a href="/">market</a>
          .
        </Empty>
      ) : isNarrow.value ? (
        <Cards positions={positions} />
      ) : (
        <Table positions={positions} />
      )}
    </section>
  );
}

function Table({ positions }: { positions: readonly Position[] }) {
  return (
    <div class="scroll-x">
      <table class="grid-t">
        <caption>Holdings at the latest prices</caption>
        <Columns
          of={[
            'Stock',
            { num: 'Shares' },
            { num: 'Held by sells' },
            { num: 'Average price' },
            { num: 'Price' },
            { num: 'Today' },
            { num: 'Value' },
            { num: 'Unrealized' },
            { num: 'Realized' },
          ]}
        />
        <tbody>
          {positions.map((position) => (
            <HoldingRow key={position.stock_id} position={position} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HoldingRow({ position }: { position: Position }) {
  const stock = quotes.of(position.stock_id).value;
  return (
    <tr>
      <td>
        <a class="strong link-quiet" href={`/stocks/${position.stock_id}`}>
          {position.name}
        </a>
      </td>
      <td class="num">{formatShares(position.total_count)}</td>
      <td class={`num ${position.frozen_count === 0 ? 'muted' : ''}`}>
        {formatShares(position.frozen_count)}
      </td>
      <td class="num">{formatAverage(position.average_price)}</td>
      <td class="num">
        <LivePrice stockId={position.stock_id} text={formatMoney(stock?.price)} />
      </td>
      <td class="num">
        <DayChange price={stock?.price ?? null} open={stock?.day?.open} />
      </td>
      <td class="num strong">{formatMoney(marketValueOf(position))}</td>
      <td class="num">
        <Gain amount={unrealizedOf(position)} base={position.cost} />
      </td>
      <td class="num">
        <Gain amount={position.realized_profit} />
      </td>
    </tr>
  );
}

function Cards({ positions }: { positions: readonly Position[] }) {
  return (
    <ul class="cards" aria-label="Holdings at the latest prices">
      {positions.map((position) => (
        <li key={position.stock_id}>
          <div class="l1">
            <a class="strong" href={`/stocks/${position.stock_id}`}>
              {position.name}
            </a>
            <b class="num strong">{formatMoney(marketValueOf(position))}</b>
          </div>
          <div class="l2">
            <span class="num">
              {formatShares(position.total_count)} at {formatAverage(position.average_price)}
            </span>
            <Gain amount={unrealizedOf(position)} base={position.cost} />
          </div>
        </li>
      ))}
    </ul>
  );
}
