import type { StockPage } from '../../api/answers';
import { formatAverage, formatMoney, formatShares, isKnown } from '../../format/money';
import { quietFor } from '../../live/quiet';
import { quotes } from '../../live/quotes';
import { RangeBar } from '../../parts/bar';
import { Icon } from '../../parts/icon';
import { Age } from '../../parts/moment';

export function StockStats({ stockId, page }: { stockId: string; page: StockPage | undefined }) {
  const stock = quotes.of(stockId).value;
  const day = stock?.day;
  const [low, high] = [page?.lowest_price, page?.highest_price];
  const quiet = stock ? quietFor(stock) : undefined;
  return (
    <dl class="stats">
      <div class="stat">
        <dt>Offered</dt>
        <dd class="num">{stock ? formatShares(stock.availability) : '…'}</dd>
      </div>
      {(isKnown(stock?.bid) || isKnown(stock?.ask)) && (
        <div class="stat">
          <dt>Bid, ask</dt>
          <dd class="num">
            {formatMoney(stock?.bid)}, {formatMoney(stock?.ask)}
          </dd>
        </div>
      )}
      <div class="stat">
        <dt>Today {day ? `${formatMoney(day.low)} to ${formatMoney(day.high)}` : ''}</dt>
        <dd>
          {day && isKnown(stock?.price) ? (
            <RangeBar
              low={day.low}
              high={day.high}
              at={stock.price}
              label={`${formatMoney(stock.price)}, between today’s low of ${formatMoney(day.low)} and high of ${formatMoney(day.high)}`}
            />
          ) : (
            <span class="muted">unknown</span>
          )}
        </dd>
      </div>
      <div class="stat">
        <dt>Volume today</dt>
        <dd class="num">{day ? formatShares(day.volume) : <span class="muted">unknown</span>}</dd>
      </div>
      <div class="stat">
        <dt>Average</dt>
        <dd class="num">{page ? formatAverage(page.average_price) : '…'}</dd>
      </div>
      <div class="stat">
        <dt>All time</dt>
        <dd class="num">
          {isKnown(low) && isKnown(high) ? `${formatMoney(low)} to ${formatMoney(high)}` : '…'}
        </dd>
      </div>
      <div class="stat">
        <dt>Last tick</dt>
        <dd class="num age">
          {quiet !== undefined && <Icon name="clock" small class="inline" />}{' '}
          {stock ? <Age of={stock.receivedAt} /> : '…'}
        </dd>
      </div>
    </dl>
  );
}
