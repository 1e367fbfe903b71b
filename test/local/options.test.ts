import { readOptions } from '../../local/options';

test("without flags and variables the README's defaults apply", () => {
  expect(readOptions([], {})).toMatchObject({
    port: 8000,
    'mqtt-port': 1883,
    host: '127.0.0.1',
    data: 'data',
    'in-memory': false,
    'no-demo': false,
  });
});

test('a flag wins over its variable, and a variable over the default', () => {
  const environment = { PORT: '9000', MQTT_PORT: '2000', DATA_DIR: '/data' };
  const options = readOptions(['--port', '9100'], environment);
  expect(options).toMatchObject({ port: 9100, 'mqtt-port': 2000, data: '/data' });
});

test('an empty variable counts as none', () => {
  expect(readOptions([], { PORT: '' }).port).toBe(8000);
});

test.each([
  [['--port', 'http'], /^--port: /],
  [['--port', '65536'], /^--port: expected a whole number from 0 to 65535/],
  [['--broker', 'http://host'], /^--broker: expected a URL such as mqtt:/],
  [['--log-level', 'LOUD'], /^--log-level: /],
  [['--colour'], /--colour/],
  [['somewhere'], /somewhere/],
])('%j is refused with one line that names it', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});
