import { leashedBySystem, spawnOnLeash } from '../../../local/table/leash';

const IDLE = 'setInterval(() => undefined, 1000)';

describe.each([
  ['this system', spawnOnLeash],
  ['Windows', leashedBySystem],
])('on the leash of %s', (_, spawnChild) => {
  test('a child ends when it is released', async () => {
    const child = await spawnChild(process.execPath, ['-e', IDLE]);
    await child.release();
    await child.exited;
    expect(() => process.kill(child.group, 0)).toThrow('ESRCH');
  });

  test('the last output of a child that ends by itself is reported', async () => {
    const child = await spawnChild(process.execPath, ['-e', 'console.error("no database")']);
    await expect(child.exited).resolves.toBe('no database');
    await child.release();
  });
});
