import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { tickMessage } from '../../functions/contract/tick';
import { openRecording } from '../../market/recording/recording';
import { type WireTick, wireTick } from '../../market/wire-tick';
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

const notRefused = (refusal: string) => {
  throw new Error(refusal);
};

async function read(path: string, onRefusal: (refusal: string) => void = notRefused): Promise<WireTick[]> {
  const ticks: WireTick[] = [];
  for await (const tick of (await openRecording(path, onRefusal)).ticks) ticks.push(tick);
  return ticks;
}

/** What is told of a file whose first and last ticks are good. */
async function refusals(path: string): Promise<string[]> {
  const told: string[] = [];
  expect(await read(path, (refusal) => told.push(refusal))).toEqual([aTick(), aTick()]);
  return told;
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

  test('may have bids and asks, or some of them', async () => {
    const ticks = await read(
      aFile('spread.csv', `${HEADER},bid,ask,ask_size`, `${ROW},27.99,28.0100000000000016,5`, `${ROW},27,,`),
    );
    expect(ticks).toEqual([
      { ...aTick(), bid: 27.99, ask: 28.01, ask_size: 5 },
      { ...aTick(), bid: 27 },
    ]);
  });

  test('may number its ticks, or some of them', async () => {
    const ticks = await read(aFile('numbered.csv', `${HEADER},sequence`, `${ROW},7`, `${ROW},`));
    expect(ticks).toEqual([{ ...aTick(), sequence: 7 }, aTick()]);
  });

  test.each([
    ['a header that lacks a column', ['stock_id,name,price'], ':1: the header lacks availability, timestamp'],
    [
      'a header that names a column twice',
      [`${HEADER},price`, `${ROW},29`],
      ':1: the header names price twice',
    ],
    ['no header', [ROW], ':1: the header lacks'],
    ['a quote that never ends', [HEADER, ROW, `"${ROW}`], ':3: Quote Not Closed'],
  ])("with %s can't be read, and the error names file and line", async (_what, lines, why) => {
    const path = aFile('bad.csv', ...lines);
    await expect(read(path)).rejects.toThrow(`${path}${why}`);
  });

  test.each([
    ['a row that is too short', 'a,b', 'Invalid Record Length'],
    ['a row that is too long', `${ROW},7,8`, 'Invalid Record Length'],
    ['a number that is none', `${ROW},x`, 'sequence: must be a '],
    ['a price that is no number', `${ROW.replace(',28,', ',cheap,')},`, 'price: must be a number'],
    ['a negative price', `${ROW.replace(',28,', ',-1,')},`, 'price: must '],
    ['half a share', `${ROW.replace(',46,', ',4.5,')},`, 'availability: must be a whole number'],
    ['a date that is none', `${ROW.replace('12-15', '13-45')},`, 'timestamp: must be a timestamp'],
    ['an id that is none', `${ROW.replace('6ffb8e62', 'x')},`, 'stock_id: must be a UUID'],
  ])('with %s is read without it, and the warning names file and line', async (_what, row, why) => {
    const path = aFile('bad.csv', `${HEADER},sequence`, `${ROW},`, '', row, `${ROW},`);
    expect(await refusals(path)).toEqual([expect.stringContaining(`${path}:4: ${why}`)]);
  });
});

describe('a JSON Lines recording', () => {
  test('is read line by line, skipping empty lines', async () => {
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
    ['a line that is not JSON', '{"stock_id": ', 'not JSON'],
    ['a line that is no tick', '[]', 'must be an object'],
    ['a field twice', JSON.stringify(aTick()).replace('{', '{"price":1,'), 'price: must occur only once'],
    ['a missing field', JSON.stringify({ ...aTick(), price: undefined }), 'price: must be a number'],
    [
      'a price too fine',
      JSON.stringify({ ...aTick(), price: 24.123456 }),
      'price: must have at most 4 decimals',
    ],
    ['a price too large', JSON.stringify(aTick({ price: 1e12 })), 'price: must be at most 100000000000'],
    ['too many shares', JSON.stringify(aTick({ availability: 1e12 })), 'availability: must be at most'],
    ['a name of blanks', JSON.stringify(aTick({ name: '  ' })), 'name: must not be empty'],
    [
      'a long name',
      JSON.stringify(aTick({ name: 'n'.repeat(101) })),
      'name: must have at most 100 characters',
    ],
    [
      'a name of two lines',
      JSON.stringify(aTick({ name: 'a\nb' })),
      'name: must not contain control characters',
    ],
    [
      'a name that turns round',
      JSON.stringify(aTick({ name: 'a\u202eb' })),
      'name: must not contain invisible',
    ],
    [
      'a name in Latin-1',
      JSON.stringify(aTick({ name: 'Soci\ufffdt\ufffd' })),
      'name: is not written in UTF-8',
    ],
    ['half a sequence', JSON.stringify({ ...aTick(), sequence: 0.5 }), 'sequence: must be a whole number'],
  ])('with %s is read without it, and the warning names file and line', async (_what, line, why) => {
    const path = aFile('bad.jsonl', JSON.stringify(aTick()), line, JSON.stringify(aTick()));
    expect(await refusals(path)).toEqual([expect.stringContaining(`${path}:2: ${why}`)]);
  });
});

test('a recording has the fields of the contract, so that none is lost', () => {
  const { in: published } = tickMessage;
  expect(Object.keys(wireTick.shape)).toEqual(
    published instanceof z.ZodObject && Object.keys(published.shape),
  );
});

test('a recording must be an existing file of a known kind', async () => {
  await expect(openRecording('ticks.xml', notRefused)).rejects.toThrow(
    'ticks.xml: the name of a recording must end in .csv, .jsonl, .ndjson',
  );
  await expect(openRecording('none.csv', notRefused)).rejects.toThrow(
    /cannot read the recording: .*none\.csv/,
  );
});

test.each(['csv', 'jsonl'])('a large .%s file is read only as far as needed', async (kind) => {
  const path = join(directory, `large.${kind}`);
  const line = kind === 'csv' ? ROW : JSON.stringify(aTick());
  const file = await open(path, 'w');
  await file.write(kind === 'csv' ? `${HEADER}\n` : '');
  for (let block = 0; block < 20; block += 1) await file.write(`${line}\n`.repeat(1_000));
  await file.close();

  const recording = await openRecording(path, notRefused);
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

test('a CSV with mixed line endings, an exponent and an extra column is read', async () => {
  const row = ROW.replace(',28,', ',2.8e1,');
  const ticks = await read(aFile('mixed.csv', `${HEADER},volume\r`, `${row},7`, `${row},8`));
  expect(ticks).toEqual([aTick(), aTick()]);
});
