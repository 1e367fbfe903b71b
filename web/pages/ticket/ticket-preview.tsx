import { money, toJsonNumber } from '../../../functions/domain/money';
import type { TimeInForce } from '../../../functions/domain/order';
import { isRejection } from '../../../functions/domain/rejection';
import { configuration } from '../../api/configuration';
import { domainStock } from '../../domain/domain-stock';
import { instantAt } from '../../domain/typed';
import { formatMoney, inShares } from '../../format/money';
import { now } from '../../live/clock';
import type { LiveStock } from '../../live/quotes';
import { exactly } from '../../money/exact';
import { Icon } from '../../parts/icon';
import type { meansOf } from './means';
import { availableAfter, preview } from './preview';
import { previewWords } from './preview-words';
import { fundsText, sharesText } from './ticket-problems';
import type { ReadTerms } from './ticket-terms';

/** Without a word from the server on how long a quote is good, none is called too old. */
const FOR_EVER_SECONDS = 1e9;

interface PreviewProps {
  readonly terms: ReadTerms | undefined;
  readonly timeInForce: TimeInForce;
  readonly stock: LiveStock | undefined;
  readonly means: ReturnType<typeof meansOf>;
}

export function TicketPreview({ terms, timeInForce, stock, means }: PreviewProps) {
  if (!terms || !stock) {
    return (
      <div class="pre pre-empty" aria-live="polite">
        <p class="muted">Enter an order to see what will be held and whether it fills at once.</p>
      </div>
    );
  }
  const context = {
    now: instantAt(now.value),
    quoteMaxAgeSeconds: configuration.quoteMaxAgeSeconds ?? FOR_EVER_SECONDS,
    marketCollarPercent: configuration.marketCollarPercent,
    feeSchedule: configuration.feeSchedule,
  };
  const outcome = preview(terms, timeInForce, domainStock(stock), context);
  if (isRejection(outcome)) {
    return (
      <div class="pre">
        <p class="bad">{REFUSALS[outcome.rejected] ?? 'The server would refuse this.'}</p>
      </div>
    );
  }
  const isBuy = terms.side === 'buy';
  const words = previewWords(outcome, stock);
  const left =
    isBuy && means.available !== undefined ? availableAfter(exactly(means.available), outcome) : undefined;
  const isShort = isBuy
    ? isShortOfMoney(outcome.initialHold, means)
    : terms.total > (means.shares ?? terms.total);
  return (
    <div class="pre" aria-live="polite">
      <dl>
        <div class="kv big">
          <dt>Will be held</dt>
          <dd class="num">
            {isBuy
              ? formatMoney(toJsonNumber(money(outcome.initialHold)))
              : inShares(Number(outcome.initialHold))}
          </dd>
        </div>
        {isBuy && (
          <div class="kv">
            <dt>Available after</dt>
            <dd class="num">
              {isShort || left === undefined ? 'not enough' : formatMoney(toJsonNumber(left))}
            </dd>
          </div>
        )}
      </dl>
      <hr />
      {isShort ? (
        <p class="bad">
          {isBuy
            ? fundsText({ ...means, needed: toJsonNumber(money(outcome.initialHold)) })
            : sharesText(means)}
        </p>
      ) : (
        <div class="will">
          <Icon name={words.icon} />
          <p>
            <b class="strong">{words.lead}</b> {words.text}
          </p>
        </div>
      )}
    </div>
  );
}

function isShortOfMoney(hold: bigint, { available }: ReturnType<typeof meansOf>): boolean {
  return available !== undefined && hold > exactly(available);
}

const REFUSALS: Partial<Record<string, string>> = {
  invalid_bounds: 'The lower price must not be above the upper one.',
  order_too_large: 'Shares × price must not exceed 100,000,000,000.',
  no_quote: 'The stock has no price yet, so there is none to trade at.',
  expiry_in_the_past: 'That time has passed. Choose a later one.',
};
