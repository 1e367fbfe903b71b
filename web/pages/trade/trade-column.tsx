import { TicketCard } from '../ticket/ticket-card';
import { JustNow } from './just-now';
import { PositionCard } from './position-card';

export function TradeColumn({ stockId }: { stockId: string }) {
  return (
    <section class="col" aria-label="Trade">
      <TicketCard stockId={stockId} />
      <PositionCard stockId={stockId} />
      <JustNow />
    </section>
  );
}
