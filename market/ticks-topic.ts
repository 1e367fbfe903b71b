import type { WireTick } from './wire-tick';

/** Where a tick is published. */
export type TopicOf = (tick: Pick<WireTick, 'stock_id'>) => string;

/** A stream puts what comes on one topic into one line, so each stock has its own: it keeps the order, and shares. */
export function topicPerStock(parent: string): TopicOf {
  return ({ stock_id }) => `${parent}/${stock_id}`;
}

/** Where a topic filter leaves room below it, each stock has a topic there; otherwise there is one for all. */
export function topicWithin(filter: string): TopicOf {
  const parent = filter.replace(/\/?[#+].*$/, '');
  return filter.endsWith('/#') ? topicPerStock(parent) : () => parent;
}
