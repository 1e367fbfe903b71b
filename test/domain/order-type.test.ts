import {
  impliedType,
  inapplicablePrices,
  missingPrices,
  ORDER_TYPES,
  type OrderType,
  PRICE_FIELDS,
  type PriceField,
  rulesOf,
} from '../../functions/domain/order-type';

const fieldsOf = (faults: readonly { field: string }[]) => faults.map(({ field }) => field);

test.each<[OrderType, 'buy' | 'sell', PriceField[], PriceField[]]>([
  ['limit', 'buy', ['upper_bound'], ['lower_bound', 'take_profit', 'stop_loss']],
  ['limit', 'sell', ['lower_bound'], ['upper_bound']],
  ['market', 'buy', [], ['take_profit', 'stop_loss']],
  ['market', 'sell', [], []],
  ['stop', 'buy', ['stop_price'], ['take_profit', 'stop_loss']],
  ['stop', 'sell', ['stop_price'], []],
  ['stop_limit', 'buy', ['upper_bound', 'stop_price'], ['take_profit', 'stop_loss']],
  ['stop_limit', 'sell', ['lower_bound', 'stop_price'], []],
])('%s orders to %s need %p and may have %p', (type, side, needed, optional) => {
  expect(fieldsOf(missingPrices(type, side, new Set())).toSorted()).toEqual(needed.toSorted());
  const strange = PRICE_FIELDS.filter((field) => !needed.includes(field) && !optional.includes(field));
  expect(fieldsOf(inapplicablePrices(type, side, new Set(PRICE_FIELDS)))).toEqual(strange);
  expect(missingPrices(type, side, new Set(needed))).toEqual([]);
});

test('an exit needs a take-profit or a stop-loss', () => {
  expect(missingPrices('exit', 'sell', new Set(['lower_bound']))).toEqual([
    { field: 'take_profit', message: 'is required without stop_loss' },
  ]);
  expect(missingPrices('exit', 'sell', new Set(['take_profit']))).toEqual([]);
  expect(missingPrices('exit', 'sell', new Set(['stop_loss']))).toEqual([]);
  expect(fieldsOf(inapplicablePrices('exit', 'sell', new Set(PRICE_FIELDS)))).toEqual([
    'lower_bound',
    'upper_bound',
    'stop_price',
  ]);
});

test('a request without a type is a limit order, or an exit when it has an exit price', () => {
  expect(impliedType('buy', new Set(['upper_bound', 'take_profit']))).toBe('limit');
  expect(impliedType('sell', new Set(['lower_bound']))).toBe('limit');
  expect(impliedType('sell', new Set(['stop_loss']))).toBe('exit');
});

test('an order that waits for a trigger can’t be fill-or-kill or immediate-or-cancel', () => {
  const types = Object.keys(ORDER_TYPES).filter((name): name is OrderType => name in ORDER_TYPES);
  expect(types.filter((type) => rulesOf(type).canBeImmediate)).toEqual(['limit', 'market']);
});
