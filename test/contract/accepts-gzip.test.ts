import { acceptsGzip } from '../../functions/contract/accepts-gzip';

test.each([
  'gzip',
  'GZIP',
  'br, gzip',
  'gzip, deflate, br',
  'br;q=1.0, gzip;q=0.8, *;q=0.1',
  'gzip ; q=0.001',
])('%s accepts gzip', (header) => {
  expect(acceptsGzip(header)).toBe(true);
});

test.each(['', 'br', 'identity', 'gzip;q=0', 'gzip; q=0.000, br', 'br, gzip;q=0', 'x-gzip', 'gzipped'])(
  '%j does not',
  (header) => {
    expect(acceptsGzip(header)).toBe(false);
  },
);
