import { type Activity, costOf, totalOf } from './activity';
import type { Prices } from './prices';

/** The page about costs, whole: it is made anew each time. */
export function documentOf(activities: readonly Activity[], prices: Prices): string {
  const { region, currency, date, sources, assumptions } = prices;
  return `# Costs

Written by \`npm run cost\`. Run it with prices of your own: \`npm run cost -- --region-prices file.json\`, in the form of
[us-east-1.json](../../bench/cost/prices/us-east-1.json).

${currency} for a million of each in ${region}, at the prices of ${date}, without the free tier:

| a million times | comes in | functions | table | events out | logs | together |
|---|--:|--:|--:|--:|--:|--:|
${activities.map((activity) => costRow(activity, prices)).join('\n')}

What they take of the table, measured on the embedded engine, on average:

| one | write units | read units | round trips |
|---|--:|--:|--:|
${activities.map(usageRow).join('\n')}

- *Comes in* is API Gateway, or IoT Core with its rule. *Events out* is publish-events and one message to IoT Core; each
  subscriber that is connected adds a message.
- Assumed, as one machine can't tell: ${assumptions.millisecondsPerRoundTrip} ms to the table and back,
  ${assumptions.millisecondsPerInvocation} ms of computing an invocation, ${assumptions.logBytesPerInvocation} bytes of log an invocation,
  ${assumptions.eventsPerPublishInvocation} changes to an invocation of publish-events.
- A fill is for a tick that fills one order. Of several that one tick fills, each after the first shares its transaction.
- Storage, point-in-time recovery, alarms, the dashboard and Cognito's active users are paid by the month, not by use.

Prices change: check them at ${sources.map((source) => `<${source}>`).join(', ')}.
`;
}

function costRow(activity: Activity, prices: Prices): string {
  const cost = costOf(activity, prices);
  const { ingress, functions, table, events, logs } = cost;
  const amounts = [ingress, functions, table, events, logs, totalOf(cost)].map((amount) => amount.toFixed(2));
  return `| ${activity.name} | ${amounts.join(' | ')} |`;
}

function usageRow({ name, table: { writeUnits, readUnits, roundTrips } }: Activity): string {
  const figures = [writeUnits, readUnits, roundTrips].map((figure) => Number(figure.toFixed(2)));
  return `| ${name} | ${figures.join(' | ')} |`;
}
