import type { Equity } from '../../api/answers';
import { formatMoney } from '../../format/money';
import { Gain } from '../../parts/change';
import { Columns } from '../../parts/columns';
import { Moment } from '../../parts/moment';

/** The course for who can't see a line, and for who wants to copy it. */
export function EquityTable({ course }: { course: Equity }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="chart-table" tabIndex={0} aria-label="Equity over time">
      <table class="grid-t">
        <caption>Equity over time, newest first</caption>
        <Columns
          of={[
            'At',
            { num: 'Cash' },
            { num: 'Holdings' },
            { num: 'Equity' },
            { num: 'Paid in' },
            { num: 'Profit' },
          ]}
        />
        <tbody>
          {course.results.toReversed().map(({ timestamp, cash, holdings, equity, deposited, profit }) => (
            <tr key={timestamp}>
              <td class="soft">
                <Moment at={timestamp} />
              </td>
              <td class="num">{formatMoney(cash)}</td>
              <td class="num">{formatMoney(holdings)}</td>
              <td class="num strong">{formatMoney(equity)}</td>
              <td class="num">{formatMoney(deposited)}</td>
              <td class="num">
                <Gain amount={profit} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
