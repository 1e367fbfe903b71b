import type { ServedUser } from './served-api';

/** Who may subscribe to what: the single table against which the function's policy and the local broker are tested. */
export interface LiveIdentities {
  readonly ann: ServedUser;
  readonly eve: ServedUser;
  readonly root: ServedUser;
}
export type Listener = keyof LiveIdentities;

const STOCK = '6ffb8e62-92c1-40c7-9d38-5b976a346b62';

interface Filter {
  readonly name: string;
  readonly filter: (identities: LiveIdentities) => string;
  readonly allowed: readonly Listener[];
}

const everybody: readonly Listener[] = ['ann', 'eve', 'root'];

export const FILTERS: readonly Filter[] = [
  { name: "ann's orders", filter: ({ ann }) => `trading/users/${ann.id}/orders`, allowed: ['ann', 'root'] },
  { name: "eve's orders", filter: ({ eve }) => `trading/users/${eve.id}/orders`, allowed: ['eve', 'root'] },
  { name: "everybody's orders", filter: () => 'trading/users/+/orders', allowed: ['root'] },
  { name: 'all of a user', filter: ({ ann }) => `trading/users/${ann.id}/#`, allowed: [] },
  { name: 'anything of a user', filter: ({ ann }) => `trading/users/${ann.id}/+`, allowed: [] },
  { name: 'orders of whatever', filter: ({ ann }) => `trading/+/${ann.id}/orders`, allowed: [] },
  { name: 'a quote', filter: () => `trading/stocks/${STOCK}/quote`, allowed: everybody },
  { name: 'all quotes', filter: () => 'trading/stocks/+/quote', allowed: everybody },
  { name: 'all of stocks', filter: () => 'trading/stocks/#', allowed: [] },
  { name: 'all events', filter: () => 'trading/#', allowed: [] },
  { name: 'everything', filter: () => '#', allowed: [] },
  { name: 'a level', filter: () => '+/+/+/+', allowed: [] },
  { name: 'the broker', filter: () => '$SYS/#', allowed: [] },
  { name: 'ticks', filter: () => 'thndr-trading', allowed: [] },
  { name: 'all ticks', filter: () => 'thndr-trading/#', allowed: [] },
];

interface Topic {
  readonly name: string;
  readonly topic: (identities: LiveIdentities) => string;
  readonly heardBy: readonly Listener[];
}

export const TOPICS: readonly Topic[] = [
  { name: "ann's orders", topic: ({ ann }) => `trading/users/${ann.id}/orders`, heardBy: ['ann', 'root'] },
  { name: "eve's orders", topic: ({ eve }) => `trading/users/${eve.id}/orders`, heardBy: ['eve', 'root'] },
  { name: 'a quote', topic: () => `trading/stocks/${STOCK}/quote`, heardBy: everybody },
  { name: 'a tick', topic: () => 'thndr-trading', heardBy: [] },
  { name: 'the broker', topic: () => '$SYS/broker/uptime', heardBy: [] },
];

export const LISTENERS = everybody;
