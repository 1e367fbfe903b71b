// A child process that can't outlive us. A signal handler doesn't help against SIGKILL, so the engine runs under a
// small shell script that holds the read end of a pipe: when this process is gone, for whatever reason, the kernel
// closes the pipe, the shell reads EOF and ends the engine. Windows has no such shell and needs none: Node puts its
// children into a job object, and the system ends those with it.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endsWithin } from '../ends-within';

// The umask makes the files that the engine creates readable by their owner only.
const LEASH = `
umask 077
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
( read -r _ <&3; kill "$child" ) 2>/dev/null &
wait "$child"; status=$?
kill $! 2>/dev/null
exit $status`;

export interface LeashedChild {
  /** Shell and child form their own process group, so a Ctrl-C reaches only us. On Windows, the child's process id. */
  group: number;
  /** Resolves when the child has ended, with its last output. */
  exited: Promise<string>;
  release(): Promise<void>;
}

const isWindows = process.platform === 'win32';

export async function spawnOnLeash(command: string, args: string[]): Promise<LeashedChild> {
  return isWindows ? leashedBySystem(command, args) : leashedByShell(command, args);
}

async function leashedByShell(command: string, args: string[]): Promise<LeashedChild> {
  const shell = spawn('/bin/sh', ['-c', LEASH, 'leash', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // The shell may be gone before our end of its pipe is closed, which is not an error.
  shell.stdin.on('error', () => undefined);
  return leashed(shell, await idOf(shell), () => shell.stdin.end());
}

/** Exported so that its test can run on other systems too. */
export async function leashedBySystem(command: string, args: string[]): Promise<LeashedChild> {
  // Without its own (hidden) window it would receive our Ctrl-C and end before work in progress is done.
  const child = spawn(command, args, { windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
  return leashed(child, await idOf(child), () => child.kill());
}

async function idOf(child: ChildProcess): Promise<number> {
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error('a spawned process has an id');
  return child.pid;
}

function leashed(child: ChildProcessWithoutNullStreams, group: number, letGo: () => void): LeashedChild {
  const exited = lastWords(child);
  return {
    group,
    exited,
    async release() {
      letGo();
      if (await endsWithin(exited, 3000)) return;
      signalGroup(group, 'SIGKILL');
      await exited;
    },
  };
}

/** Signals a process group; signal 0 only checks. Returns whether the group had a process to signal. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(isWindows ? group : -group, signal);
  } catch {
    return false;
  }
}

async function lastWords(child: ChildProcessWithoutNullStreams): Promise<string> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-2000);
    });
  }
  await once(child, 'close');
  return output.trim();
}
