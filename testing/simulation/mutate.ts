import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { MUTATIONS, type Mutation } from './mutations';

// `npm run mutate`: plants each deliberate bug in a copy of the tree and runs the simulation there to find it. Given
// phrases, it runs only the mutations whose names contain one of them.

const ROOT = path.resolve(__dirname, '../..');
const COPIED = [
  'functions',
  'lib',
  'local',
  'market',
  'test',
  'testing',
  'package.json',
  'tsconfig.json',
  'cdk.json',
];
const STEPS = 40_000;
/** Fewer are enough without a bug: `npm test` runs more. */
const SOUND_STEPS = 600;
const SEED = '1';
const LIMIT_MS = 900_000;
const FOUND_SOMETHING = 3;

/** A control: a finding without any bug would invalidate the findings with one. */
const NO_MUTATION: Mutation = { name: 'nothing', edits: [] };

type Verdict = 'found' | 'survived' | 'hung' | 'did not run';

interface Trial {
  readonly verdict: Verdict;
  readonly seconds: number;
  /** The first broken promise, or the simulation's last output. */
  readonly finding: string;
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const chosen = MUTATIONS.filter(
    ({ name }) => positionals.length === 0 || positionals.some((phrase) => name.includes(phrase)),
  );
  const copy = copyOfTree();
  try {
    const sound = await tryOut(copy, NO_MUTATION, SOUND_STEPS);
    console.log(row(NO_MUTATION, sound));
    if (sound.verdict !== 'survived') throw new Error('the simulation fails without a planted bug');
    let survivors = 0;
    for (const mutation of chosen) {
      const trial = await tryOut(copy, mutation);
      if (trial.verdict !== 'found') survivors++;
      console.log(row(mutation, trial));
    }
    console.log(`${chosen.length - survivors} of ${chosen.length} found`);
    if (survivors > 0) process.exitCode = 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The work tree itself is never touched. */
function copyOfTree(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'mutate-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

async function tryOut(copy: string, { edits }: Mutation, steps = STEPS): Promise<Trial> {
  const before = new Map(edits.map(({ file }) => [file, readFileSync(path.join(copy, file), 'utf8')]));
  const started = Date.now();
  try {
    for (const { file, find, replace } of edits) {
      const source = readFileSync(path.join(copy, file), 'utf8');
      if (source.split(find).length !== 2)
        throw new Error(`${file} does not contain this exactly once: ${find}`);
      writeFileSync(
        path.join(copy, file),
        source.replace(find, () => replace),
      );
    }
    const { code, output } = await simulateIn(copy, steps);
    return { ...judge(code, output), seconds: (Date.now() - started) / 1000 };
  } finally {
    for (const [file, source] of before) writeFileSync(path.join(copy, file), source);
  }
}

async function simulateIn(copy: string, steps: number): Promise<{ code: number | null; output: string }> {
  const args = [
    require.resolve('tsx/cli'),
    'testing/simulation/main.ts',
    '--seed',
    SEED,
    '--steps',
    String(steps),
    '--shrink-seconds',
    '0',
    '--in-memory',
  ];
  const child = spawn(process.execPath, args, {
    cwd: copy,
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code]: (number | null)[] = await once(child, 'close');
  return { code: code ?? null, output };
}

function judge(code: number | null, output: string): Omit<Trial, 'seconds'> {
  const finding = /^ {2}(promise .*)$/m.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  if (code === FOUND_SOMETHING) return { verdict: 'found', finding };
  if (code === null) return { verdict: 'hung', finding };
  return { verdict: code === 0 ? 'survived' : 'did not run', finding };
}

function row({ name }: Mutation, { verdict, seconds, finding }: Trial): string {
  return `${verdict.padEnd(11)} ${seconds.toFixed(0).padStart(4)} s  ${name.padEnd(66)} ${finding.slice(0, 110)}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
