import { isRejection, REJECTIONS, reject } from '../../functions/domain/rejection';

test.each(REJECTIONS)('%s is told from an outcome', (code) => {
  expect(reject(code)).toEqual({ rejected: code });
  expect(isRejection(reject(code))).toBe(true);
});

test.each([undefined, null, 0, 'rejected', {}, [], { status: 'rejected' }])(
  '%p is no rejection',
  (outcome) => {
    expect(isRejection(outcome)).toBe(false);
  },
);

test('each rejection stands once in the order of precedence', () => {
  expect(new Set(REJECTIONS).size).toBe(REJECTIONS.length);
});

test('what is not there is told before what is forbidden, and that before what is not enough', () => {
  const rank = (code: (typeof REJECTIONS)[number]) => REJECTIONS.indexOf(code);
  expect(rank('stock_not_found')).toBeLessThan(rank('invalid_bounds'));
  expect(rank('invalid_bounds')).toBeLessThan(rank('order_too_large'));
  expect(rank('expiry_in_the_past')).toBeLessThan(rank('insufficient_funds'));
});
