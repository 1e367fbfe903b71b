import { formatMoney, formatShares } from '../../format/money';
import { quietFor } from '../../live/quiet';
import { quotes } from '../../live/quotes';
import { useQuotes } from '../../live/visible';
import { Age } from '../../parts/moment';
import { ShowMore } from '../../parts/more';
import { Awaited } from '../../parts/states';
import { Health, useFeed } from './health';
import { Work } from './work';

export function FeedPage() {
  const { list } = useFeed();
  useQuotes(list.entries.map(({ stock_id }) => stock_id));
  return (
    <Work title="Feed health">
      <Health />
      <section class="card" aria-label="Stocks by age">
        <Awaited read={list} what="The stocks">
          <div class="scroll-x">
            <table class="grid-t">
              <caption>Stocks with the age of their newest tick</caption>
              <thead>
                <tr>
                  <th scope="col">Stock</th>
                  <th scope="col">State</th>
                  <th scope="col" class="num">
                    Newest tick
                  </th>
                  <th scope="col" class="num">
                    Price
                  </th>
                  <th scope="col" class="num">
                    Offered
                  </th>
                  <th scope="col" class="num">
                    Changes
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.entries.map(({ stock_id, name }) => (
                  <FeedRow key={stock_id} stockId={stock_id} name={name} />
                ))}
              </tbody>
            </table>
          </div>
          <div class="foot">
            <span>{list.entries.length} shown</span>
            <ShowMore list={list} />
          </div>
        </Awaited>
      </section>
    </Work>
  );
}

function FeedRow({ stockId, name }: { stockId: string; name: string }) {
  const stock = quotes.of(stockId).value;
  const quiet = stock && quietFor(stock);
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
        <Age of={stock?.receivedAt ?? null} />
      </td>
      <td class="num">{formatMoney(stock?.price)}</td>
      <td class="num">{formatShares(stock?.availability)}</td>
      <td class="num soft">{formatShares(stock?.version)}</td>
    </tr>
  );
}
