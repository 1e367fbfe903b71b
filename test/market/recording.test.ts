import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecording } from '../../market/recording/recording';
import type { WireTick } from '../../market/wire-tick';
import { aTick } from '../../testing/brokers/ticks';

const directory = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(directory, { recursive: true }));

const HEADER = 'stock_id,name,price,availability,timestamp';
const ROW = '6ffb8e62-92c1-40c7-9d38-5b976a346b62,CIB,28,46,2019-12-15 14:36:33.462393';

function aFile(name: string, ...lines: string[]): string {
  const path = join(directory, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

async function read(path: string): Promise<WireTick[]> {
  const ticks: WireTick[] = [];
  for await (const tick of (await openRecording(path)).ticks) ticks.push(tick);
  return ticks;
}

describe('a CSV recording', () => {
  test('is read with numbers as numbers', async () => {
    expect(await read(aFile('ticks.csv', HEADER, ROW, ''))).toEqual([aTick()]);
  });

  test('may have its columns in any order, quotes, empty lines, CRLF and a byte order mark', async () => {
    const path = aFile(
      'odd.csv',
      '\uFEFFprice,timestamp,name,availability,stock_id\r',
      '\r',
      '28.25,2019-12-15T14:36:33Z,"Edita, the ""food"" one",0,cf12d54e-58ee-4a98-b56f-929ab222db3e\r',
    );
    expect(await read(path)).toEqual([
      {
        stock_id: 'cf12d54e-58ee-4a98-b56f-929ab222db3e',
        name: 'Edita, the "food" one',
        price: 28.25,
        availability: 0,
        timestamp: '2019-12-15T14:36:33Z',
      },
    ]);
  });

  test('may number its ticks, or some of them', async () => {
    const ticks = await read(aFile('numbered.csv', `${HEADER},sequence`, `${ROW},7`, `${ROW},`));
    expect(ticks).toEqual([{ ...aTick(), sequence: 7 }, aTick()]);
  });

  test.each([
    ['a number that is none', [`${HEADER},sequence`, `${ROW},x`], ':2: sequence: not a whole number'],
    ['a header that lacks a column', ['stock_id,name,price'], ':1: the header lacks availability, timestamp'],
    [
      'a header that names a column twice',
      [`${HEADER},price`, `${ROW},29`],
      ':1: the header names price twice',
    ],
    ['no header', [ROW], ':1: the header lacks'],
    ['a row that is too short', [HEADER, ROW, 'a,b'], ':3: '],
    [
      'a price that is no number',
      [HEADER, ROW, '', ROW.replace(',28,', ',cheap,')],
      ':4: price: not a price',
    ],
    ['a negative price', [HEADER, ROW.replace(',28,', ',-1,')], ':2: price: not a price'],
    ['half a share', [HEADER, ROW.replace(',46,', ',4.5,')], ':2: availability: not a whole number'],
    ['a date that is none', [HEADER, ROW.replace('12-15', '13-45')], ':2: timestamp: not a timestamp'],
    ['an id that is none', [HEADER, ROW.replace('6ffb8e62', 'x')], ':2: stock_id: not a UUID'],
  ])('with %s is refused with file and line', async (_what, lines, why) => {
    const path = aFile('bad.csv', ...lines);
    await expect(read(path)).rejects.toThrow(`${path}${why}`);
  });
});

describe('a JSON Lines recording', () => {
  test('is read line by line, empty lines left out', async () => {
    const path = aFile(
      'ticks.jsonl',
      JSON.stringify(aTick()),
      '',
      JSON.stringify(aTick({ price: '28.25' })),
      '',
    );
    expect(await read(path)).toEqual([aTick(), aTick({ price: '28.25' })]);
  });

  test.each([
    ['a line that is not JSON', '{"stock_id": ', ':2: not JSON'],
    ['a line that is no tick', '[]', ':2: '],
    ['a missing field', JSON.stringify({ ...aTick(), price: undefined }), ':2: price: not a price'],
    ['a price too fine', JSON.stringify({ ...aTick(), price: 24.123456 }), ':2: price: not a price'],
  ])('with %s is refused with file and line', async (_what, line, why) => {
    const path = aFile('bad.jsonl', JSON.stringify(aTick()), line);
    await expect(read(path)).rejects.toThrow(`${path}${why}`);
  });
});

test('the good ticks before a bad line are read', async () => {
  const { ticks } = await openRecording(aFile('late.jsonl', JSON.stringify(aTick()), 'x'));
  expect((await ticks.next()).value).toEqual(aTick());
  await expect(ticks.next()).rejects.toThrow(':2: not JSON');
});

test('a recording is a file of a known kind that is there', async () => {
  await expect(openRecording('ticks.xml')).rejects.toThrow(
    'ticks.xml: the name of a recording must end in .csv, .jsonl, .ndjson',
  );
  await expect(openRecording('none.csv')).rejects.toThrow(/cannot read the recording: .*none\.csv/);
});

test.each(['csv', 'jsonl'])('of a large .%s file only what is needed is read', async (kind) => {
  const path = join(directory, `large.${kind}`);
  const line = kind === 'csv' ? ROW : JSON.stringify(aTick());
  const file = await open(path, 'w');
  await file.write(kind === 'csv' ? `${HEADER}\n` : '');
  for (let block = 0; block < 20; block += 1) await file.write(`${line}\n`.repeat(1_000));
  await file.close();

  const recording = await openRecording(path);
  for (let count = 0; count < 10; count += 1) await recording.ticks.next();
  expect(recording.fractionRead()).toBeLessThan(0.1);
  let rest = 0;
  for await (const _tick of recording.ticks) rest += 1;
  expect(rest).toBe(20_000 - 10);
  expect(recording.fractionRead()).toBe(1);
});

test.each<[string, string, string]>([
  [
    'a price that a program computed',
    'noise.jsonl',
    JSON.stringify({ ...aTick(), price: 4.8100000000000005 }),
  ],
  ['a byte order mark', 'bom.jsonl', `\ufeff${JSON.stringify(aTick())}`],
  ['a field of its own', 'extra.jsonl', JSON.stringify({ ...aTick(), volume: 1 })],
])('a recording with %s is read as it was meant', async (_what, name, line) => {
  const [tick] = await read(aFile(name, line));
  expect(tick).toEqual({ ...aTick(), ...(name === 'noise.jsonl' && { price: 4.81 }) });
});

test('a CSV whose header ends otherwise than its rows, with an exponent and a column of its own, is read', async () => {
  const row = ROW.replace(',28,', ',2.8e1,');
  const ticks = await read(aFile('mixed.csv', `${HEADER},volume\r`, `${row},7`, `${row},8`));
  expect(ticks).toEqual([aTick(), aTick()]);
});
