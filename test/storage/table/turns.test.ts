import { setImmediate as passed } from 'node:timers/promises';
import { type Turn, Turns } from '../../../functions/storage/table/turns';

/** Work that takes its turn for a key, notes it, and goes on when it is told to. */
function startWork(turns: Turns, key: string, name: string, log: string[]) {
  let finish = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const told = new Promise<void>((resolve, reject) => {
    [finish, fail] = [resolve, reject];
  });
  const done = turns.during(async (turn) => {
    const others = await turn.take(key);
    log.push(`${name}${others ? ' after others' : ''}`);
    await told;
    return name;
  });
  return { done, finish, fail };
}

test('what changes the same item takes turns, in the order of asking', async () => {
  const [turns, log]: [Turns, string[]] = [new Turns(), []];
  const [first, second, third] = ['first', 'second', 'third'].map((name) =>
    startWork(turns, 'stock', name, log),
  );
  await passed();
  expect(log).toEqual(['first']);
  first?.finish();
  expect(await first?.done).toBe('first');
  await passed();
  expect(log).toEqual(['first', 'second after others']);
  second?.finish();
  third?.finish();
  await Promise.all([second?.done, third?.done]);
  expect(log).toEqual(['first', 'second after others', 'third after others']);
});

test('what changes different items does not wait', async () => {
  const [turns, log]: [Turns, string[]] = [new Turns(), []];
  startWork(turns, 'one', 'first', log);
  startWork(turns, 'two', 'second', log);
  await passed();
  expect(log).toEqual(['first', 'second']);
});

test('a turn ends with its work even if that fails, and then nobody came first', async () => {
  const [turns, log]: [Turns, string[]] = [new Turns(), []];
  const first = startWork(turns, 'stock', 'first', log);
  const second = startWork(turns, 'stock', 'second', log);
  first.fail(new Error('refused'));
  await expect(first.done).rejects.toThrow('refused');
  second.finish();
  await second.done;
  startWork(turns, 'stock', 'third', log).finish();
  await passed();
  expect(log).toEqual(['first', 'second after others', 'third']);
});

test('work that never asks for its turn holds nobody up', async () => {
  const [turns, log]: [Turns, string[]] = [new Turns(), []];
  void turns.during(() => new Promise(() => undefined));
  startWork(turns, 'stock', 'first', log);
  await passed();
  expect(log).toEqual(['first']);
});

test('whoever has its turn is not kept waiting by itself', async () => {
  const turns = new Turns();
  const takeTwice = async (turn: Turn) => [await turn.take('stock'), await turn.take('stock')];
  expect(await turns.during(takeTwice)).toEqual([false, false]);
});
