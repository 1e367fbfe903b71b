import type { WireTick } from './wire-tick';

/** The topic a tick is published on. */
export type TopicOf = (tick: Pick<WireTick, 'stock_id'>) => string;

/** Streams preserve the order per topic, so each stock has its own: stocks stay in order and run in parallel. */
export function topicPerStock(parent: string): TopicOf {
  return ({ stock_id }) => `${parent}/${stock_id}`;
}

/** If the topic filter allows topics below it, each stock gets its own there; otherwise all share one. */
export function topicWithin(filter: string): TopicOf {
  const parent = filter.replace(/\/?[#+].*$/, '');
  return filter.endsWith('/#') ? topicPerStock(parent) : () => parent;
}
