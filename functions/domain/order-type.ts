import type { FieldError } from './rejection';

type Side = 'buy' | 'sell';

/** The prices that an order may be given, by the names that people know them by. */
export const PRICE_FIELDS = ['lower_bound', 'upper_bound', 'stop_price', 'take_profit', 'stop_loss'] as const;
export type PriceField = (typeof PRICE_FIELDS)[number];

interface Prices {
  readonly needed: readonly PriceField[];
  readonly optional: readonly PriceField[];
}

interface OrderTypeRules {
  /** What an order of the side is given. A side that is left out has no such orders. */
  readonly buy?: Prices;
  readonly sell: Prices;
  /** The price around which a collar makes the bound that nobody gives. */
  readonly collarAround?: 'quote' | 'stop_price';
  /** Whether it may have to be filled at once or never. */
  readonly canBeImmediate: boolean;
}

/** What is sold, and how, once a buy has closed with shares bought. */
const EXIT: readonly PriceField[] = ['take_profit', 'stop_loss'];

/**
 * Every type of order is the same order, which rests with bounds and may have to be triggered first. A type says
 * which prices it is given and which it makes itself; nothing else in the system asks for it.
 */
export const ORDER_TYPES = {
  limit: {
    buy: { needed: ['upper_bound'], optional: ['lower_bound', ...EXIT] },
    sell: { needed: ['lower_bound'], optional: ['upper_bound'] },
    canBeImmediate: true,
  },
  market: {
    buy: { needed: [], optional: EXIT },
    sell: { needed: [], optional: [] },
    collarAround: 'quote',
    canBeImmediate: true,
  },
  stop: {
    buy: { needed: ['stop_price'], optional: EXIT },
    sell: { needed: ['stop_price'], optional: [] },
    collarAround: 'stop_price',
    canBeImmediate: false,
  },
  stop_limit: {
    buy: { needed: ['stop_price', 'upper_bound'], optional: EXIT },
    sell: { needed: ['stop_price', 'lower_bound'], optional: [] },
    canBeImmediate: false,
  },
  exit: {
    sell: { needed: [], optional: EXIT },
    canBeImmediate: false,
  },
} as const satisfies Record<string, OrderTypeRules>;

export type OrderType = keyof typeof ORDER_TYPES;

export function rulesOf(type: OrderType): OrderTypeRules {
  return ORDER_TYPES[type];
}

/** What an order that does not say its type is. */
export function impliedType(side: Side, given: ReadonlySet<PriceField>): OrderType {
  return side === 'sell' && EXIT.some((field) => given.has(field)) ? 'exit' : 'limit';
}

/** @param given the prices that an order of the type has, or is to have */
export function missingPrices(type: OrderType, side: Side, given: ReadonlySet<PriceField>): FieldError[] {
  const { needed = [] } = rulesOf(type)[side] ?? {};
  const missing = needed
    .filter((field) => !given.has(field))
    .map((field) => ({ field, message: `is needed by ${nameOf(type)} orders` }));
  const isEmptyExit = type === 'exit' && !EXIT.some((field) => given.has(field));
  return isEmptyExit ? [{ field: 'take_profit', message: 'is needed without a stop_loss' }] : missing;
}

/** @param given the prices that somebody wants to give an order of the type */
export function strangePrices(type: OrderType, side: Side, given: ReadonlySet<PriceField>): FieldError[] {
  const { needed = [], optional = [] } = rulesOf(type)[side] ?? {};
  return [...given]
    .filter((field) => !needed.includes(field) && !optional.includes(field))
    .map((field) => ({ field, message: `is not for ${nameOf(type)} orders to ${side}` }));
}

function nameOf(type: OrderType): string {
  return type.replace('_', '-');
}
