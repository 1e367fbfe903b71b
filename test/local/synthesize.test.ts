import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize';

// Stands for a CDK app: leaves what it was told in its assembly, and counts its runs.
const app = `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', process.env.CDK_CONTEXT_JSON);
appendFileSync('runs', 'x');`;

function aProject(source = app) {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'app.js'), source);
  writeFileSync(
    join(folder, 'cdk.json'),
    JSON.stringify({ app: 'node lib/app.js', context: { stage: 'dev' } }),
  );
  const assembly = join(folder, 'assembly');
  const runs = () => readFileSync(join(folder, 'runs'), 'utf8').length;
  return { folder, assembly, runs, synthesizes: () => synthesize(folder, assembly) };
}

test('the app in cdk.json runs with its context, and writes its assembly where told', async () => {
  const { assembly, synthesizes } = aProject();
  await synthesizes();
  expect(JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'))).toEqual({ stage: 'dev' });
});

test('an assembly of the same sources is reused', async () => {
  const { runs, synthesizes } = aProject();
  await synthesizes();
  await synthesizes();
  expect(runs()).toBe(1);
});

test.each(['lib/app.js', 'functions/new.js', 'package-lock.json'])(
  'a change to %s makes a new one',
  async (file) => {
    const { folder, runs, synthesizes } = aProject();
    await synthesizes();
    mkdirSync(join(folder, 'functions'));
    appendFileSync(join(folder, file), ' ');
    await synthesizes();
    expect(runs()).toBe(2);
  },
);

test('an incomplete assembly is made again', async () => {
  const { assembly, runs, synthesizes } = aProject();
  await synthesizes();
  rmSync(join(assembly, 'made-from'));
  await synthesizes();
  expect(runs()).toBe(2);
});

test('an app that fails is reported with its output, and leaves nothing to reuse', async () => {
  const { assembly, synthesizes } = aProject('console.error("stage must be dev or prod"); process.exit(1);');
  await expect(synthesizes()).rejects.toThrow('stage must be dev or prod');
  expect(existsSync(join(assembly, 'made-from'))).toBe(false);
});
