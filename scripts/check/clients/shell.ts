import { spawnSync } from 'node:child_process';

const LIMIT_MS = 600_000;
const LINES_OF_A_FAILURE = 30;

/** @throws with the end of its output if the command fails or doesn't end in time */
export function run(command: string, folder: string, environment: Record<string, string> = {}): void {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n');
  throw new Error(`${command}\n${said}`);
}

export function isInstalled(program: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${program}`]).status === 0;
}
