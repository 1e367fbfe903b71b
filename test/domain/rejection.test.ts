import { isRejection, REJECTIONS, reject, rejectFields } from '../../functions/domain/rejection';

test.each(REJECTIONS)('the rejection %s is recognized as one', (code) => {
  expect(reject(code)).toEqual({ rejected: code });
  expect(isRejection(reject(code))).toBe(true);
});

test.each([undefined, null, 0, 'rejected', {}, [], { status: 'rejected' }])(
  '%p is not a rejection',
  (outcome) => {
    expect(isRejection(outcome)).toBe(false);
  },
);

test('each rejection appears once in the order of precedence', () => {
  expect(new Set(REJECTIONS).size).toBe(REJECTIONS.length);
});

test('access comes before the request, the request before what is missing, and that before what is insufficient', () => {
  const rank = (code: (typeof REJECTIONS)[number]) => REJECTIONS.indexOf(code);
  expect(rank('forbidden')).toBeLessThan(rank('invalid_request'));
  expect(rank('invalid_request')).toBeLessThan(rank('stock_not_found'));
  expect(rank('stock_not_found')).toBeLessThan(rank('invalid_bounds'));
  expect(rank('invalid_bounds')).toBeLessThan(rank('order_too_large'));
  expect(rank('expiry_in_the_past')).toBeLessThan(rank('insufficient_funds'));
});

test('a rejection for invalid fields names them', () => {
  const errors = [{ field: 'total', message: 'is required' }];
  expect(rejectFields(errors)).toEqual({ rejected: 'invalid_request', errors });
});
