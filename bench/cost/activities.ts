import { aTick, CIB } from '../../testing/builders';
import type { Activity } from './activity';
import { type MeasuredUsage, TICKS_PER_MESSAGE } from './measure';

/** What IoT Core counts as one message. */
const METERED_BYTES = 5_120;

const request = { invocations: 1, memoryMegabytes: 512, apiRequests: 1, iotMessages: 0, events: 0 };
const message = { invocations: 1, memoryMegabytes: 1_024, apiRequests: 0, iotMessages: 1, events: 1 };

/** The table's share is measured; how each comes in and is announced follows from the template. */
export function activitiesOf(measured: MeasuredUsage): Activity[] {
  const share = 1 / TICKS_PER_MESSAGE;
  return [
    { name: 'tick, alone in its message', table: measured.tickAlone, ...message },
    {
      name: `tick, ${TICKS_PER_MESSAGE} to a message`,
      table: measured.tickInMessage,
      ...message,
      invocations: share,
      iotMessages: share * Math.ceil(messageBytes() / METERED_BYTES),
      events: share,
    },
    { name: 'fill, beside its tick', table: measured.fill, ...message, invocations: 0, iotMessages: 0 },
    { name: 'order placed', table: measured.order, ...request, events: 1 },
    { name: 'order canceled', table: measured.cancellation, ...request, events: 1 },
    { name: 'deposit', table: measured.deposit, ...request },
    { name: 'user page viewed', table: measured.userPage, ...request },
    { name: 'stock page viewed', table: measured.stockPage, ...request },
  ];
}

function messageBytes(): number {
  const tick = { stock_id: CIB, name: aTick().name, price: 1234.56, availability: 1_000 };
  return TICKS_PER_MESSAGE * JSON.stringify({ ...tick, timestamp: '2026-01-05T12:00:00.000000Z' }).length;
}
