import { readOptions } from '../../scripts/check/test-deploy/options';

const ACCOUNT = '111122223333';

test('without a flag an emulator is started, whatever credentials are in the environment', () => {
  const credentials = { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x' };
  const options = readOptions([], credentials);
  expect(options.endpoint).toBeUndefined();
  expect(options['real-account']).toBeUndefined();
});

test('an endpoint in the environment is an emulator already running, and the flag overrides it', () => {
  const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  expect(readOptions([], environment).endpoint).toBe('http://127.0.0.1:4566');
  expect(readOptions(['--endpoint', 'http://localstack:4566'], environment).endpoint).toBe(
    'http://localstack:4566',
  );
});

test('a real account is chosen only by its number, and never together with an emulator', () => {
  expect(readOptions(['--real-account', ACCOUNT], {})['real-account']).toBe(ACCOUNT);
  expect(() => readOptions(['--real-account', 'mine'], {})).toThrow(
    '--real-account: expected the twelve digits of the account',
  );
  expect(() =>
    readOptions(['--real-account', ACCOUNT], { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }),
  ).toThrow('cannot be combined with');
});
