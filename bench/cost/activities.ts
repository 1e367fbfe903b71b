import { aTick, CIB } from '../../testing/builders';
import type { Activity } from './activity';
import { type MeasuredUsage, TICKS_PER_MESSAGE } from './measure';

/** What IoT Core counts as one message. */
const METERED_BYTES = 5_120;

const request = { invocations: 1, memoryMegabytes: 512, apiRequests: 1, iotMessages: 0, events: 0 };
const message = { invocations: 1, memoryMegabytes: 1_024, apiRequests: 0, iotMessages: 1, events: 1 };

/** The table's share is measured; how each comes in and is announced follows from the template. */
export function activitiesOf(measured: MeasuredUsage): Activity[] {
  return [
    ...Object.values(ticksOf(measured)),
    { name: 'fill, beside its tick', table: measured.fill, ...message, invocations: 0, iotMessages: 0 },
    { name: 'order placed', table: measured.order, ...request, events: 1 },
    { name: 'order canceled', table: measured.cancellation, ...request, events: 1 },
    { name: 'deposit', table: measured.deposit, ...request },
    { name: 'user page viewed', table: measured.userPage, ...request },
    { name: 'stock page viewed', table: measured.stockPage, ...request },
  ];
}

/** The ways to publish a tick, from the most expensive to the cheapest. */
export function ticksOf({ tickAlone, tickInMessage }: MeasuredUsage): Record<TickWay, Activity> {
  const share = 1 / TICKS_PER_MESSAGE;
  const messages = share * Math.ceil(messageBytes() / METERED_BYTES);
  // The matcher handles the records of a batch, or the ticks of a message, together.
  const together = { ...message, table: tickInMessage, invocations: share, events: share };
  return {
    direct: { name: 'tick in its own message, `direct`', table: tickAlone, ...message },
    kinesis: { name: 'tick in its own message, `kinesis`', ...together, kinesisRecords: 1 },
    array: { name: `tick, ${TICKS_PER_MESSAGE} per message`, ...together, iotMessages: messages },
    basicIngest: {
      name: `tick, ${TICKS_PER_MESSAGE} per message, Basic Ingest, \`kinesis\``,
      ...together,
      ...{ iotMessages: 0, basicIngest: messages, kinesisRecords: share },
    },
    floor: {
      name: 'the same without quote events',
      ...together,
      ...{ iotMessages: 0, basicIngest: messages, kinesisRecords: share, events: 0 },
    },
  };
}

export type TickWay = 'direct' | 'kinesis' | 'array' | 'basicIngest' | 'floor';

function messageBytes(): number {
  const tick = { stock_id: CIB, name: aTick().name, price: 1234.56, availability: 1_000 };
  return TICKS_PER_MESSAGE * JSON.stringify({ ...tick, timestamp: '2026-01-05T12:00:00.000000Z' }).length;
}
