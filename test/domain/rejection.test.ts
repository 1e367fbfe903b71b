import { isRejection, REJECTIONS, reject, rejectFields } from '../../functions/domain/rejection';

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

test('who asks is told before what was sent, that before what is not there, and that before what is not enough', () => {
  const rank = (code: (typeof REJECTIONS)[number]) => REJECTIONS.indexOf(code);
  expect(rank('forbidden')).toBeLessThan(rank('invalid_request'));
  expect(rank('invalid_request')).toBeLessThan(rank('stock_not_found'));
  expect(rank('stock_not_found')).toBeLessThan(rank('invalid_bounds'));
  expect(rank('invalid_bounds')).toBeLessThan(rank('order_too_large'));
  expect(rank('expiry_in_the_past')).toBeLessThan(rank('insufficient_funds'));
});

test('only a request with invalid fields says which', () => {
  const errors = [{ field: 'total', message: 'is required' }];
  expect(rejectFields(errors)).toEqual({ rejected: 'invalid_request', errors });
});
