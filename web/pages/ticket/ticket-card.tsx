import { useEffect } from 'preact/hooks';
import { quotes } from '../../live/quotes';
import { Dialog } from '../../parts/dialog';
import { isNarrow } from '../../parts/media';
import { isPlainKey } from '../../shell/shortcuts';
import { Ticket } from './ticket';
import { closeTicket, openTicket, ticketOpen } from './ticket-side';

/** The ticket: a card where there is room, a sheet from below where there is not. */
export function TicketCard({ stockId }: { stockId: string }) {
  useTicketKeys();
  useEffect(() => closeTicket, []);
  const name = quotes.of(stockId).value?.name ?? '';
  if (!isNarrow.value) {
    return (
      <div class="card ticket" id="ticket">
        <Ticket stockId={stockId} />
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
        <Dialog title={`Trade ${name}`} onClose={closeTicket} class="sheet ticket">
          <Ticket stockId={stockId} />
        </Dialog>
      )}
    </>
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
