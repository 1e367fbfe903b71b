import { useEffect } from 'preact/hooks';
import { formatMoney } from '../../format/money';
import { quotes } from '../../live/quotes';
import { DayChange } from '../../parts/change';
import { CopyId } from '../../parts/copy';
import { Icon } from '../../parts/icon';
import { LivePrice } from '../../parts/live-price';
import { isStarred, toggleStar } from '../../settings/preferences';

export function StockHead({ stockId, name }: { stockId: string; name: string }) {
  const starred = isStarred(stockId);
  return (
    <div class="head">
      <a class="back m-only soft" href="/">
        <Icon name="chevron-left" />
        Market
      </a>
      <h1>{name || '…'}</h1>
      <HeadPrice stockId={stockId} name={name} />
      <span class="r">
        <button
          type="button"
          class={`btn-ic ${starred ? 'starred' : ''}`}
          aria-label={`Star ${name}`}
          aria-pressed={starred}
          onClick={() => toggleStar(stockId)}
        >
          <Icon name="star" />
        </button>
        <span class="d-only">
          <CopyId id={stockId} what={name} />
        </span>
      </span>
    </div>
  );
}

function HeadPrice({ stockId, name }: { stockId: string; name: string }) {
  const stock = quotes.of(stockId).value;
  const price = stock?.price ? formatMoney(stock.price) : undefined;
  useEffect(() => {
    document.title = [name, price].filter(Boolean).join(' ') || 'Trading';
  }, [name, price]);
  if (!stock) return <div class="px muted">…</div>;
  if (price === undefined) return <div class="px muted">no price yet, so nothing trades</div>;
  return (
    <div class="px">
      <LivePrice stockId={stockId} text={price} class="v" />
      <span class="d">
        <DayChange price={stock.price} open={stock.day?.open} isLong />
      </span>
      <span class="muted d-only">since midnight UTC</span>
    </div>
  );
}
