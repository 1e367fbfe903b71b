import type { FieldError } from './rejection';
import type { Side } from './side';

/** The prices that an order may have, by their names in the API. */
export const PRICE_FIELDS = ['lower_bound', 'upper_bound', 'stop_price', 'take_profit', 'stop_loss'] as const;
export type PriceField = (typeof PRICE_FIELDS)[number];

interface Prices {
  readonly needed: readonly PriceField[];
  readonly optional: readonly PriceField[];
}

interface OrderTypeRules {
  /** The prices of an order on this side. A missing side has no such orders. */
  readonly buy?: Prices;
  readonly sell: Prices;
  /** The price whose collar becomes the bound, which isn't given. */
  readonly collarAround?: 'quote' | 'stop_price';
  /** Whether it may be ioc or fok. */
  readonly canBeImmediate: boolean;
}

/** The prices of an exit; on a buy, those of the exit that it places when it closes. */
const EXIT: readonly PriceField[] = ['take_profit', 'stop_loss'];

/**
 * All types are the same kind of order, which rests with bounds and may have to be triggered first. A type states
 * which prices are given and which are derived; nothing else in the system depends on it.
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

/** The type of an order that doesn't state it. */
export function impliedType(side: Side, given: ReadonlySet<PriceField>): OrderType {
  return side === 'sell' && EXIT.some((field) => given.has(field)) ? 'exit' : 'limit';
}

/** @param given the prices that an order of the type has or will have */
export function missingPrices(type: OrderType, side: Side, given: ReadonlySet<PriceField>): FieldError[] {
  const { needed = [] } = rulesOf(type)[side] ?? {};
  const missing = needed
    .filter((field) => !given.has(field))
    .map((field) => ({ field, message: `is required for ${nameOf(type)} orders` }));
  const isEmptyExit = type === 'exit' && !EXIT.some((field) => given.has(field));
  return isEmptyExit ? [{ field: 'take_profit', message: 'is required without stop_loss' }] : missing;
}

/** @param given the prices requested for an order of the type */
export function inapplicablePrices(
  type: OrderType,
  side: Side,
  given: ReadonlySet<PriceField>,
): FieldError[] {
  const { needed = [], optional = [] } = rulesOf(type)[side] ?? {};
  return [...given]
    .filter((field) => !needed.includes(field) && !optional.includes(field))
    .map((field) => ({ field, message: `does not apply to ${nameOf(type)} ${side} orders` }));
}

function nameOf(type: OrderType): string {
  return type.replace('_', '-');
}
