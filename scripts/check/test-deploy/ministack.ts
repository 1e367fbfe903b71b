import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../local/ports';
import { eventually } from '../../../testing/eventually';

// MiniStack is a free AWS emulator in Python. With `cryptography` it verifies token signatures.
const REQUIREMENTS = ['ministack==1.5.33', 'cryptography==50.0.2'];
const INSTALL_LIMIT_MS = 180_000;

/** Why there is no emulator to deploy to, in one line. It is not a failure of the system, so the test is skipped. */
export class NoEmulator extends Error {}

export interface MiniStack {
  endpoint: string;
  stop(): Promise<void>;
}

export async function startMiniStack(cacheFolder: string): Promise<MiniStack> {
  const program = installed(path.resolve(cacheFolder));
  const folder = mkdtempSync(path.join(tmpdir(), 'trading-ministack-'));
  const logFile = path.join(folder, 'ministack.log');
  const log = openSync(logFile, 'w');
  const port = await freePort();
  const child = spawn(program, [], {
    // Not the user's environment, which may contain credentials, and a proxy for its own address.
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...settings(port, folder) },
    cwd: folder,
    stdio: ['ignore', log, log],
    detached: true,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually('MiniStack to answer', async () => {
      if (child.exitCode !== null) throw new Error(`MiniStack ended:\n${readFileSync(logFile, 'utf8')}`);
      return (await isUp(endpoint)) ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop };
}

function settings(port: number, folder: string): Record<string, string> {
  return {
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    // Its MQTT over TLS uses a fixed port, which a broker on this machine may need.
    IOT_MTLS_ENABLED: '0',
    STATE_DIR: path.join(folder, 'state'),
    S3_DATA_DIR: path.join(folder, 's3'),
    LOG_LEVEL: 'WARNING',
  };
}

/** Returns the path of the program, which is installed into its own virtual environment the first time. */
function installed(folder: string): string {
  const environment = path.join(folder, REQUIREMENTS.join('-').replaceAll(/[^\w.-]/g, '-'));
  const program = path.join(environment, 'bin', 'ministack');
  if (existsSync(program)) return program;

  mkdirSync(folder, { recursive: true });
  run('python3', ['-m', 'venv', environment]);
  try {
    run(path.join(environment, 'bin', 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--retries',
      '1',
      ...REQUIREMENTS,
    ]);
  } catch (error) {
    // Next time, an incomplete environment would be taken for a complete one.
    rmSync(environment, { recursive: true, force: true });
    throw error;
  }
  return program;
}

function run(command: string, args: string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: INSTALL_LIMIT_MS });
  if (status === 0) return;
  const lastLine = (stderr ?? '').trim().split('\n').at(-1);
  throw new NoEmulator(`MiniStack can't be installed here: ${error?.message ?? lastLine}`);
}

async function isUp(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

// The functions' processes are its children, so kill the whole group.
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
