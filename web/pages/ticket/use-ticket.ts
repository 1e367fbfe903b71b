import { useRef, useState } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error';
import type { Order } from '../../api/answers';
import type { meansOf } from './means';
import { send } from './send-ticket';
import {
  EMPTY_TICKET,
  type FieldName,
  fitted,
  type TicketFields,
  type TicketProblems,
} from './ticket-fields';
import { ticketProblems } from './ticket-problems';
import { newSending, type Sending } from './ticket-request';
import { ticketSide } from './ticket-side';

type Phase =
  | { readonly name: 'editing' }
  | { readonly name: 'sending'; readonly sinceMs: number }
  /** No answer came: nobody knows whether it was placed. Only the same ticket may be sent again. */
  | { readonly name: 'unanswered'; readonly sinceMs: number };

/** After these the request was not carried out, or nobody knows; the same key must go with it again. */
const UNDECIDED = ['unavailable', 'internal_error', 'too_many_requests', 'gateway'];

export function useTicket(stockId: string) {
  const [typed, setFields] = useState<TicketFields>(EMPTY_TICKET);
  const [problems, setProblems] = useState<TicketProblems>({});
  const [phase, setPhase] = useState<Phase>({ name: 'editing' });
  // Not states: a second click may come before the first is drawn, and must find both.
  const sending = useRef<Sending | undefined>(undefined);
  const isOnItsWay = useRef(false);
  const [placed, setPlaced] = useState<Order>();
  const fields = fitted({ ...typed, side: ticketSide.value });

  const change = (name: FieldName | 'type' | 'timeInForce', value: string) => {
    setFields({ ...fields, [name]: value });
    setProblems({ ...problems, [name]: undefined, form: undefined });
    setPlaced(undefined);
  };

  const submit = async (means: ReturnType<typeof meansOf>) => {
    if (isOnItsWay.current) return;
    isOnItsWay.current = true;
    // Whatever happens on the way, it goes with the key that it had.
    const going = sending.current ?? newSending(stockId, fields);
    sending.current = going;
    setPhase({ name: 'sending', sinceMs: Date.now() });
    setProblems({});
    setPlaced(undefined);
    try {
      setPlaced(await send(going));
      answered();
    } catch (error) {
      isOnItsWay.current = false;
      if (isUndecided(error)) return setPhase({ name: 'unanswered', sinceMs: Date.now() });
      setProblems(ticketProblems(error, going.fields, means));
      answered();
    }
  };

  const answered = () => {
    isOnItsWay.current = false;
    sending.current = undefined;
    setPhase({ name: 'editing' });
  };

  const forgetProblems = () => setProblems({});
  const { key } = sending.current ?? {};
  return { fields, problems, phase, key, placed, change, submit, giveUp: answered, forgetProblems };
}

function isUndecided(error: unknown): boolean {
  return error instanceof ProblemError ? UNDECIDED.includes(error.code) : error instanceof TypeError;
}
