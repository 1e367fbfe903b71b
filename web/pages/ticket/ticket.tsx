import { useEffect } from 'preact/hooks';
import { configuration } from '../../api/configuration';
import { useQuery } from '../../api/query';
import { formatShares } from '../../format/money';
import { quotes } from '../../live/quotes';
import { Choice, Field, Message } from '../../parts/field';
import { Segments } from '../../parts/segments';
import { userPage } from '../../reads/account';
import { meansOf } from './means';
import { PlacedText } from './placed-text';
import { PriceField } from './price-field';
import {
  isExitOfBuy,
  isOrderType,
  isTimeInForce,
  type PriceName,
  pricesOf,
  type TicketProblems,
  timesInForceOf,
  typesOf,
} from './ticket-fields';
import { TicketPreview } from './ticket-preview';
import { ticketSide } from './ticket-side';
import { termsOf } from './ticket-terms';
import { Unanswered } from './unanswered';
import type { useTicket } from './use-ticket';

export function Ticket({ stockId, ticket }: { stockId: string; ticket: ReturnType<typeof useTicket> }) {
  const { data: user } = useQuery(userPage('me'));
  const stock = quotes.of(stockId).value;
  const { fields, phase } = ticket;
  const means = meansOf(user, stock, fields, configuration);
  // What was refused for want of them may do now.
  useEffect(ticket.forgetProblems, [means.available, means.shares]);
  const { terms, problems: typing } = termsOf(fields);
  const problems = merged(typing, ticket.problems);
  const isBuy = fields.side === 'buy';
  const name = stock?.name ?? '';
  const prices = [...pricesOf(fields).keys()];
  const priceField = (price: PriceName) => (
    <PriceField
      key={price}
      name={price}
      side={fields.side}
      stock={stock}
      value={fields[price]}
      problem={problems[price]}
      onInput={(value) => ticket.change(price, value)}
    />
  );
  const submit = () => {
    if (terms || phase.name === 'unanswered') void ticket.submit(means);
  };
  return (
    <form
      aria-label="Order ticket"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      <Segments
        class={`side side-${fields.side}`}
        label="Side"
        value={fields.side}
        options={[
          { value: 'buy', text: 'Buy' },
          { value: 'sell', text: 'Sell' },
        ]}
        onChange={(side) => (ticketSide.value = side)}
      />
      <fieldset class="stack" disabled={phase.name !== 'editing'}>
        <Choice
          id="order-type"
          label="Type"
          value={fields.type}
          options={typesOf(fields.side)}
          onChange={(type) => isOrderType(type) && ticket.change('type', type)}
        />
        <Field
          id="shares"
          label="Shares"
          hint={hintOf(isBuy, means)}
          unit="shares"
          inputMode="numeric"
          isNumber
          value={fields.shares}
          problem={problems.shares}
          onInput={(value) => ticket.change('shares', value)}
        />
        {prices.filter((price) => !isExitOfBuy(price, fields)).map(priceField)}
        <Choice
          id="time-in-force"
          label="Time in force"
          value={fields.timeInForce}
          options={timesInForceOf(fields.type)}
          onChange={(code) => isTimeInForce(code) && ticket.change('timeInForce', code)}
        />
        {fields.timeInForce === 'gtd' && (
          <Field
            id="until"
            label="Until"
            hint="your clock"
            type="datetime-local"
            value={fields.until}
            problem={fields.until === '' ? undefined : problems.until}
            onInput={(value) => ticket.change('until', value)}
          />
        )}
        {prices.some((price) => isExitOfBuy(price, fields)) && (
          <details class="then">
            <summary>Then sell what it bought</summary>
            <div class="stack">{prices.filter((price) => isExitOfBuy(price, fields)).map(priceField)}</div>
          </details>
        )}
      </fieldset>
      {user?.balance === 0 && isBuy && (
        <p class="soft">
          Your account is empty.{' '}
          <a class="link" href="/portfolio?move=deposit">
            Deposit
          </a>{' '}
          paper money to begin with.
        </p>
      )}
      <TicketPreview terms={terms} timeInForce={fields.timeInForce} stock={stock} means={means} />
      {problems.form && <Message text={problems.form} />}
      {phase.name !== 'editing' && (
        <Unanswered phase={phase} ticketKey={ticket.key} onGiveUp={ticket.giveUp} />
      )}
      <button
        type="submit"
        class={`btn ${isBuy ? 'btn-buy' : 'btn-sell'}`}
        aria-disabled={phase.name === 'sending' || (!terms && phase.name === 'editing')}
      >
        {buttonText(phase.name, isBuy, terms?.total, name)}
      </button>
      {ticket.placed && <PlacedText order={ticket.placed} />}
    </form>
  );
}

/** What the server said of a field comes before what its text says. */
function merged(typing: TicketProblems, told: TicketProblems): TicketProblems {
  return {
    shares: told.shares ?? typing.shares,
    limit: told.limit ?? typing.limit,
    other: told.other ?? typing.other,
    stop: told.stop ?? typing.stop,
    takeProfit: told.takeProfit ?? typing.takeProfit,
    stopLoss: told.stopLoss ?? typing.stopLoss,
    until: told.until ?? typing.until,
    form: told.form,
  };
}

function hintOf(isBuy: boolean, { affordable, shares }: ReturnType<typeof meansOf>): string | undefined {
  if (!isBuy) return shares === undefined ? undefined : `can sell ${formatShares(shares)}`;
  return affordable === undefined ? undefined : `can buy ${formatShares(affordable)}`;
}

function buttonText(
  phase: 'editing' | 'sending' | 'unanswered',
  isBuy: boolean,
  total: number | undefined,
  name: string,
): string {
  if (phase === 'sending') return 'Sending';
  if (phase === 'unanswered') return 'Send again';
  return `${isBuy ? 'Buy' : 'Sell'} ${total === undefined ? '' : formatShares(total)} ${name}`.replace(
    /\s+/g,
    ' ',
  );
}
