import type { Order } from '../../api/answers';
import { formatMoney, inShares } from '../../format/money';

const WIDTH = 300;

/** What was held, and where it went: initial = captured + released + remaining. */
export function HoldBar({ order: { hold, side } }: { order: Pick<Order, 'hold' | 'side'> }) {
  const text = (amount: number) => (side === 'buy' ? formatMoney(amount) : inShares(amount));
  const parts = [
    { name: side === 'buy' ? 'Paid' : 'Sold', amount: hold.captured, kind: 'captured' },
    { name: 'Released', amount: hold.released, kind: 'released' },
    { name: 'Still held', amount: hold.remaining, kind: 'remaining' },
  ];
  const whole = hold.initial || 1;
  let x = 0;
  const drawn = parts.map((part) => {
    const width = (WIDTH * part.amount) / whole;
    const box = { ...part, x, width };
    x += width;
    return box;
  });
  return (
    <div class="hold">
      <p class="soft">
        Held at first <b class="strong num">{text(hold.initial)}</b>
      </p>
      <svg class="hold-bar" viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(({ kind, x: left, width }) => (
          <rect key={kind} class={`hold-${kind}`} x={left} width={width} height="8" />
        ))}
      </svg>
      <dl class="hold-parts">
        {drawn.map(({ name, kind, amount }) => (
          <div key={kind}>
            <dt>
              <svg class="hold-key" viewBox="0 0 8 8" aria-hidden="true">
                <rect class={`hold-${kind}`} width="8" height="8" rx="2" />
              </svg>
              {name}
            </dt>
            <dd class="num">{text(amount)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
