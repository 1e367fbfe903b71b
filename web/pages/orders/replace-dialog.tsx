import { useState } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error';
import type { Order } from '../../api/answers';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { amountTyped, formatMoney, formatShares, inShares } from '../../format/money';
import { orderChanged } from '../../live/receive';
import { Dialog } from '../../parts/dialog';
import { Field, Message } from '../../parts/field';
import { say } from '../../parts/toasts';
import { replacementPreview } from './replacement';

type Name = 'total' | 'upper_bound' | 'lower_bound';
type Problems = Partial<Record<Name | 'form', string | undefined>>;

export function ReplaceDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const [fields, setFields] = useState<Record<Name, string>>({
    total: String(order.total),
    upper_bound: order.upper_bound === null ? '' : String(order.upper_bound),
    lower_bound: order.lower_bound === null ? '' : String(order.lower_bound),
  });
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setBusy] = useState(false);
  const preview = replacementPreview(order, fields);
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
      orderChanged(await client.call('replace-order', { path, body: changeOf(fields) }));
      say(`The order is replaced.`);
      onClose();
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const limit = (
    <Field
      id="replace-limit"
      label={isBuy ? 'Pay at most' : 'Take at least'}
      hint="a share"
      inputMode="decimal"
      isNumber
      value={isBuy ? fields.upper_bound : fields.lower_bound}
      problem={isBuy ? problems.upper_bound : problems.lower_bound}
      onInput={set(isBuy ? 'upper_bound' : 'lower_bound')}
    />
  );
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
        {limit}
        <Field
          id="replace-other"
          label={isBuy ? 'Not below' : 'Not above'}
          hint="optional"
          inputMode="decimal"
          isNumber
          value={isBuy ? fields.lower_bound : fields.upper_bound}
          problem={isBuy ? problems.lower_bound : problems.upper_bound}
          onInput={set(isBuy ? 'lower_bound' : 'upper_bound')}
        />
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

/** An empty field takes the bound away. */
function changeOf(fields: Record<Name, string>) {
  const bound = (text: string) => (text.trim() === '' ? null : amountTyped(text));
  return {
    total: amountTyped(fields.total),
    upper_bound: bound(fields.upper_bound),
    lower_bound: bound(fields.lower_bound),
  };
}

function problemsOf(error: unknown): Problems {
  if (error instanceof ProblemError && error.code === 'invalid_request') {
    return Object.fromEntries(error.errors.map(({ field, message }) => [nameOf(field), `It ${message}.`]));
  }
  if (error instanceof ProblemError && error.code === 'total_already_filled') {
    return { total: 'It must be more than what is filled already. Cancel the order to keep what it has.' };
  }
  return { form: sentenceOf(error) };
}

function nameOf(field: string): Name | 'form' {
  return field === 'total' || field === 'upper_bound' || field === 'lower_bound' ? field : 'form';
}
