import { useState } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error';
import { PRICE_FIELDS, type PriceField } from '../../../functions/domain/order-type';
import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { configuration } from '../../api/configuration';
import { sentenceOf } from '../../api/problems';
import { amountTyped, formatMoney, formatShares, inShares } from '../../format/money';
import { orderChanged } from '../../live/receive';
import { Dialog } from '../../parts/dialog';
import { Field, Message } from '../../parts/field';
import { say } from '../../parts/toasts';
import { priceWords } from '../ticket/price-field';
import { fieldOf } from '../ticket/ticket-fields';
import { type ReplacementFields, replaceablePrices, replacementPreview } from './replacement';

type Name = keyof ReplacementFields;
type Problems = Partial<Record<Name | 'form', string | undefined>>;

export function ReplaceDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const prices = replaceablePrices(order);
  const [fields, setFields] = useState<ReplacementFields>({
    total: String(order.total),
    lower_bound: textOf(order.lower_bound),
    upper_bound: textOf(order.upper_bound),
    stop_price: textOf(order.stop_price),
    take_profit: textOf(order.take_profit),
    stop_loss: textOf(order.stop_loss),
  });
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setBusy] = useState(false);
  const preview = replacementPreview(order, fields, configuration.marketCollarPercent);
  const isBuy = order.side === 'buy';
  const set = (name: Name) => (value: string) => {
    setFields({ ...fields, [name]: value });
    setProblems({ ...problems, [name]: undefined, form: undefined });
  };
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const path = { user_id: order.user_id, order_id: order.id };
      orderChanged(await client.call('replace-order', { path, body: changeOf(fields, prices) }));
      say(`The order is replaced.`);
      onClose();
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Replace the ${order.side} of ${formatShares(order.total)} ${order.stock}`}
      onClose={onClose}
      class="dialog-s"
    >
      <form
        class="dialog-b stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          id="replace-total"
          label="Shares"
          hint={order.filled > 0 ? `${formatShares(order.filled)} are filled` : 'in all'}
          inputMode="numeric"
          isNumber
          isFocused
          value={fields.total}
          problem={problems.total}
          onInput={set('total')}
        />
        {prices.map((price) => (
          <Field
            key={price}
            id={`replace-${price}`}
            {...priceWords(fieldOf(price, order.side), order.side)}
            inputMode="decimal"
            isNumber
            value={fields[price]}
            problem={problems[price]}
            onInput={set(price)}
          />
        ))}
        <div class="pre">
          <dl>
            <div class="kv">
              <dt>Holds now</dt>
              <dd class="num">
                {isBuy ? formatMoney(order.hold.remaining) : inShares(order.hold.remaining)}
              </dd>
            </div>
            <div class="kv big">
              <dt>Will hold</dt>
              <dd class="num">{preview.held ?? '…'}</dd>
            </div>
          </dl>
          <p>{preview.place}</p>
        </div>
        {problems.form && <Message text={problems.form} />}
        <div class="row end">
          <button type="button" class="btn" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" class="btn btn-go fit" aria-disabled={isBusy}>
            {isBusy ? 'Replacing' : 'Replace'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function textOf(price: number | null): string {
  return price === null ? '' : String(price);
}

/** An empty field takes the price away. A stop can't be without. */
function changeOf(fields: ReplacementFields, prices: readonly PriceField[]) {
  const asked = prices.filter((price) => price !== 'stop_price' || fields[price].trim() !== '');
  return {
    total: amountTyped(fields.total),
    ...Object.fromEntries(
      asked.map((price) => [price, fields[price].trim() === '' ? null : amountTyped(fields[price])]),
    ),
  };
}

function problemsOf(error: unknown): Problems {
  if (error instanceof ProblemError && error.code === 'invalid_request') {
    return Object.fromEntries(error.errors.map(({ field, message }) => [nameOf(field), `It ${message}.`]));
  }
  if (error instanceof ProblemError && error.code === 'total_already_filled') {
    return { total: 'It must be more than what is already filled. To keep only that, cancel the order.' };
  }
  return { form: sentenceOf(error) };
}

function nameOf(field: string): Name | 'form' {
  return field === 'total' ? field : (PRICE_FIELDS.find((known) => known === field) ?? 'form');
}
