import type { Feed } from '../../api/answers';
import { formatMoney, formatShares } from '../../format/money';
import { counted } from '../../format/words';
import { quietFor } from '../../live/quiet';
import { quotes } from '../../live/quotes';
import { useQuotes } from '../../live/visible';
import { Columns } from '../../parts/columns';
import { Age } from '../../parts/moment';
import { Awaited } from '../../parts/states';
import { Work } from '../../parts/work';
import { Health, useFeed } from './health';

export function FeedPage() {
  const { read, results } = useFeed();
  useQuotes(results.map(({ stock_id }) => stock_id));
  return (
    <Work title="Feed health">
      <Health />
      <section class="card" aria-label="Stocks by age">
        <Awaited read={read} what="The stocks">
          <div class="scroll-x">
            <table class="grid-t">
              <caption>Stocks with the age of their newest tick</caption>
              <Columns
                of={[
                  'Stock',
                  'State',
                  { num: 'Newest tick' },
                  { num: 'Price' },
                  { num: 'Offered' },
                  { num: 'Ticks this minute' },
                ]}
              />
              <tbody>
                {results.map((stock) => (
                  <FeedRow key={stock.stock_id} stock={stock} />
                ))}
              </tbody>
            </table>
          </div>
          <div class="foot">
            <span>{counted(results.length, 'stock')} by name</span>
          </div>
        </Awaited>
      </section>
    </Work>
  );
}

function FeedRow({
  stock: { stock_id: stockId, name, minute, received_at },
}: {
  stock: Feed['results'][number];
}) {
  const live = quotes.of(stockId).value;
  const receivedAt = live?.receivedAt ?? received_at;
  const quiet = quietFor({ receivedAt });
  return (
    <tr>
      <td>
        <a class="strong link-quiet" href={`/admin/stocks/${stockId}/ticks`}>
          {name}
        </a>
      </td>
      <td>
        {quiet === undefined ? (
          <span class="badge badge-good">ticks</span>
        ) : (
          <span class="badge badge-warn">quiet {quiet}</span>
        )}
      </td>
      <td class="num">
        <Age of={receivedAt} />
      </td>
      <td class="num">{formatMoney(live?.price)}</td>
      <td class="num">{formatShares(live?.availability)}</td>
      <td class="num soft">{formatShares(minute?.ticks)}</td>
    </tr>
  );
}
