import { useEffect } from 'preact/hooks';
import { formatMoney } from '../../format/money';
import { quotes } from '../../live/quotes';
import { isPlainKey } from '../../navigation/keys';
import { DayChange } from '../../parts/change';
import { Dialog } from '../../parts/dialog';
import { isNarrow } from '../../parts/media';
import { Ticket } from './ticket';
import { closeTicket, openTicket, ticketOpen } from './ticket-side';
import { useTicket } from './use-ticket';

/** The ticket: a card where there is room, a sheet from below where there is not. */
export function TicketCard({ stockId }: { stockId: string }) {
  useTicketKeys();
  useEffect(() => closeTicket, []);
  // Kept here: a sheet that is closed, or a window that grows, must not forget what is on its way.
  const ticket = useTicket(stockId);
  const name = quotes.of(stockId).value?.name ?? '';
  if (!isNarrow.value) {
    return (
      <div class="card ticket" id="ticket">
        <Ticket stockId={stockId} ticket={ticket} />
      </div>
    );
  }
  return (
    <>
      <div class="bottom">
        <button type="button" class="btn btn-buy" onClick={() => openTicket('buy')}>
          Buy
        </button>
        <button type="button" class="btn btn-sell" onClick={() => openTicket('sell')}>
          Sell
        </button>
      </div>
      {ticketOpen.value && (
        <Dialog
          title={`Trade ${name}`}
          onClose={closeTicket}
          class="sheet ticket"
          heading={<SheetHeading stockId={stockId} />}
        >
          <Ticket stockId={stockId} ticket={ticket} />
        </Dialog>
      )}
    </>
  );
}

function SheetHeading({ stockId }: { stockId: string }) {
  const stock = quotes.of(stockId).value;
  return (
    <span class="sheet-h">
      <span>{stock?.name}</span>
      {stock?.price && <span class="num">{formatMoney(stock.price)}</span>}
      <span class="small">{stock && <DayChange price={stock.price} open={stock.day?.open} />}</span>
    </span>
  );
}

function useTicketKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isPlainKey(event) || (event.key !== 'b' && event.key !== 's')) return;
      event.preventDefault();
      openTicket(event.key === 'b' ? 'buy' : 'sell');
      setTimeout(() => document.getElementById('shares')?.focus());
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
