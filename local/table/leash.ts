// A child that can't outlive us. A signal handler is no help against SIGKILL, so the engine runs under a
// three-line shell that holds the reading end of a pipe: when this process is gone, however it went, the
// kernel closes the pipe, the shell reads the end of it and ends the engine.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { endsWithin } from '../ends-within';

const LEASH = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
( read -r _ <&3; kill "$child" ) 2>/dev/null &
wait "$child"; status=$?
kill $! 2>/dev/null
exit $status`;

export interface LeashedChild {
  /** Shell and child form a process group of their own, so that a Ctrl-C reaches only us. */
  group: number;
  /** Settles when the child has ended, with the last lines that it printed. */
  exited: Promise<string>;
  release(): Promise<void>;
}

export async function spawnOnLeash(command: string, args: string[]): Promise<LeashedChild> {
  const shell = spawn('/bin/sh', ['-c', LEASH, 'leash', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await once(shell, 'spawn');
  if (shell.pid === undefined) throw new Error('a spawned process has an id');
  const group = shell.pid;
  const exited = lastWords(shell);
  return {
    group,
    exited,
    async release() {
      shell.stdin.end();
      if (await endsWithin(exited, 3000)) return;
      signalGroup(group, 'SIGKILL');
      await exited;
    },
  };
}

/** Signal 0 only asks. Answers whether the group had a process to signal. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

async function lastWords(shell: ChildProcessByStdio<Writable, Readable, Readable>): Promise<string> {
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-2000);
    });
  }
  // The shell may be gone before our end of its pipe is closed: that is not an error of ours.
  shell.stdin.on('error', () => undefined);
  await once(shell, 'close');
  return output.trim();
}
