import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { readConfiguration, settingNames } from '../../lib/configuration';
import { OPERATOR } from '../../testing/synthesize';

const table = readFileSync(path.join(__dirname, '../../docs/operating/configuration.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
const rows = new Map(table.map(([name = '', ...cells]) => [name.replaceAll('`', ''), cells]));

test("docs/operating/configuration.md lists every setting once, in the schema's order, and no others", () => {
  expect(table.map(([name]) => name)).toEqual(settingNames.map((name) => `\`${name}\``));
});

test.each(['dev', 'prod'])('docs/operating/configuration.md has the defaults of %s', (stage) => {
  const column = stage === 'dev' ? 0 : 1;
  const context = { stage, ...(stage === 'prod' && { alarmEmail: OPERATOR }) };
  const configuration = new Map(Object.entries(readConfiguration(new App({ context }).node)));
  for (const name of settingNames) {
    const value = configuration.get(name);
    expect([name, rows.get(name)?.[column]]).toEqual([
      name,
      value === undefined || value === OPERATOR ? '—' : `\`${value}\``,
    ]);
  }
});

test('docs/operating/configuration.md says what every setting does', () => {
  for (const [, , what] of rows.values()) expect(what?.length).toBeGreaterThan(8);
});
