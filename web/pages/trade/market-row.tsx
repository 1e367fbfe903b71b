import { formatMoney, formatShares } from '../../format/money';
import { quietFor } from '../../live/quiet';
import { quotes } from '../../live/quotes';
import { DayChange } from '../../parts/change';
import { Icon } from '../../parts/icon';
import { LivePrice } from '../../parts/live-price';
import { Spark } from '../../parts/spark';
import { isStarred } from '../../settings/preferences';

interface RowProps {
  readonly stockId: string;
  readonly name: string;
  readonly isChosen: boolean;
  readonly closes: readonly number[];
}

export function MarketRow({ stockId, name, isChosen, closes }: RowProps) {
  return (
    <tr data-stock={stockId} aria-selected={isChosen}>
      <td>
        <a class="n" href={`/stocks/${stockId}`} {...(isChosen && { 'aria-current': 'true' as const })}>
          <b>
            {name}
            {isStarred(stockId) && <Icon name="star" small class="starred" />}
          </b>
          <small>
            <Offered stockId={stockId} />
          </small>
        </a>
      </td>
      <td>
        <LiveSpark stockId={stockId} closes={closes} />
      </td>
      <td>
        <PriceCell stockId={stockId} />
      </td>
    </tr>
  );
}

/** The open minute closes where the price is now. */
function LiveSpark({ stockId, closes }: Pick<RowProps, 'stockId' | 'closes'>) {
  const price = quotes.of(stockId).value?.price;
  return <Spark values={price && closes.length > 0 ? [...closes.slice(0, -1), price] : closes} />;
}

function Offered({ stockId }: { stockId: string }) {
  const stock = quotes.of(stockId).value;
  if (!stock) return <>…</>;
  if (!stock.price) return <>nothing trades</>;
  const quiet = quietFor(stock);
  if (quiet !== undefined) {
    return (
      <>
        <Icon name="clock" small class="inline" /> quiet {quiet}
      </>
    );
  }
  return <span class="num">{formatShares(stock.availability)} offered</span>;
}

function PriceCell({ stockId }: { stockId: string }) {
  const stock = quotes.of(stockId).value;
  if (!stock) return null;
  if (!stock.price) return <div class="p muted">no price yet</div>;
  return (
    <div class={`p ${quietFor(stock) === undefined ? '' : 'quiet'}`}>
      <LivePrice stockId={stockId} text={formatMoney(stock.price)} />
      <DayChange price={stock.price} open={stock.day?.open} />
    </div>
  );
}
