// What processes have used of the CPU, as far as the system tells: Linux does, in /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** How the kernel counts, on every platform that Node.js runs on. */
const TICKS_A_SECOND = 100;

// Fields of /proc/<pid>/stat behind the name, which may itself have spaces and brackets.
const [PARENT, USER_TIME, SYSTEM_TIME] = [1, 11, 12];

export function cpuSeconds(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields && (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_A_SECOND;
}

/** The children of a process, their children, and so on. */
export function descendants(pid: number): number[] {
  const children = processes().filter((candidate) => Number(statOf(candidate)?.[PARENT]) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    // It has ended, or this is no Linux.
    return undefined;
  }
}
