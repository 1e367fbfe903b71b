import { client, offlineSinceMs, serverNowMs } from '../../web/api/client';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const fetched = jest.fn<Promise<Response>, []>();
const { fetch } = global;

beforeAll(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['queueMicrotask', 'setTimeout', 'setImmediate'] });
  global.fetch = fetched;
});
afterAll(() => {
  // Test files of one worker share their globals.
  global.fetch = fetch;
  jest.useRealTimers();
});

function answer(headers: Record<string, string>): Response {
  return new Response('{"results":[],"next":null}', {
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function ask(response: Promise<Response>): Promise<void> {
  fetched.mockReturnValueOnce(response);
  await client.call('list-stocks', {}).catch(() => undefined);
}

test('an answer gives the server’s time and proves that it is reachable', async () => {
  offlineSinceMs.value = NOW;
  await ask(Promise.resolve(answer({ date: 'Mon, 05 Jan 2026 12:05:00 GMT' })));
  expect(serverNowMs()).toBe(NOW + 5 * 60_000);
  expect(offlineSinceMs.value).toBeUndefined();
});

test('an answer that may come from the browser’s cache proves neither', async () => {
  await ask(Promise.resolve(answer({ date: 'Mon, 05 Jan 2026 12:00:00 GMT' })));
  offlineSinceMs.value = NOW;
  const kept = { date: 'Mon, 05 Jan 2026 11:59:30 GMT', 'cache-control': 'private, max-age=30' };
  await ask(Promise.resolve(answer(kept)));
  expect(serverNowMs()).toBe(NOW);
  expect(offlineSinceMs.value).toBe(NOW);
});
