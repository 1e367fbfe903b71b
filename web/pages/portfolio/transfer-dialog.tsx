import { useRef, useState } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error';
import { newKey } from '../../../client/trading-client';
import type { UserSummary } from '../../api/answers';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { moneyOf } from '../../domain/typed';
import { amountTyped, formatMoney } from '../../format/money';
import { counted } from '../../format/words';
import { askForMoney } from '../../live/receive';
import { Dialog } from '../../parts/dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/toasts';
import { availableOf } from '../../portfolio/worth';

interface TransferProps {
  readonly kind: 'deposit' | 'withdraw';
  readonly users: readonly UserSummary[];
  readonly isOwn?: boolean;
  readonly onClose: () => void;
}

/** Money in or out: of one's own account, or by an administrator of several, each with a key of its own. */
export function TransferDialog({ kind, users, isOwn = false, onClose }: TransferProps) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const keys = useRef(new Map<string, string>());
  const isDeposit = kind === 'deposit';
  const amount = moneyOf(typed);
  const submit = async () => {
    if (isBusy) return;
    if (!amount) return setProblem('An amount above 0 with at most 4 decimals.');
    setBusy(true);
    try {
      for (const user of users) await move(user.id);
      askForMoney();
      say(
        `${formatMoney(amountTyped(typed))} ${isDeposit ? 'deposited' : 'withdrawn'}${whose(users, isOwn)}.`,
      );
      onClose();
    } catch (error) {
      setProblem(problemOf(error, users));
      setBusy(false);
    }
  };
  // What was answered is not moved again when the dialog is sent once more after a failure of another.
  const move = async (userId: string) => {
    const known = keys.current.get(userId);
    const key = known ?? newKey();
    keys.current.set(userId, key);
    const request = {
      path: { user_id: isOwn ? 'me' : userId },
      body: { amount: amountTyped(typed) },
      idempotencyKey: key,
    };
    await client.call(kind, request);
  };
  return (
    <Dialog title={isDeposit ? 'Deposit' : 'Withdraw'} onClose={onClose} class="dialog-s">
      <form
        class="dialog-b stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {!isOwn && (
          <p class="soft">
            {isDeposit ? 'To' : 'From'} {users.map(({ username }) => username).join(', ')}
            {users.length > 1 && ' each'}. The ledger will name you.
          </p>
        )}
        <Field
          id="amount"
          label="Amount"
          hint={
            users[0] && users.length === 1 ? `available ${formatMoney(availableOf(users[0]))}` : undefined
          }
          inputMode="decimal"
          isNumber
          isFocused
          value={typed}
          problem={problem}
          onInput={(value) => {
            setTyped(value);
            setProblem(undefined);
            keys.current.clear();
          }}
        >
          {isDeposit && <Suggestions onPick={setTyped} />}
        </Field>
        {isBusy && <p class="muted">Sending to {counted(users.length, 'account')}.</p>}
        <div class="row end">
          <button type="button" class="btn" onClick={onClose}>
            Not now
          </button>
          <button type="submit" class="btn btn-go fit" aria-disabled={isBusy}>
            {isDeposit ? 'Deposit' : 'Withdraw'} {amount ? formatMoney(amountTyped(typed)) : ''}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Suggestions({ onPick }: { onPick: (amount: string) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not fields
    <div class="chips" role="group" aria-label="Amounts">
      {[1_000, 10_000, 100_000].map((amount) => (
        <button key={amount} type="button" class="chip num" onClick={() => onPick(String(amount))}>
          {formatMoney(amount)}
        </button>
      ))}
    </div>
  );
}

function whose(users: readonly UserSummary[], isOwn: boolean): string {
  if (isOwn) return '';
  return users.length === 1 ? `, ${users[0]?.username}` : `, ${counted(users.length, 'account')}`;
}

function problemOf(error: unknown, users: readonly UserSummary[]): string {
  if (
    error instanceof ProblemError &&
    error.code === 'insufficient_funds' &&
    users[0] &&
    users.length === 1
  ) {
    return `Available is ${formatMoney(availableOf(users[0]))}. Withdraw less, or cancel an open buy.`;
  }
  return sentenceOf(error);
}
