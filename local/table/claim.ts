// Two engines on one database file would corrupt it. A claim file next to it names the engine that holds it and the
// process that started it, so that an engine left behind by a crash can be told from one in use.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Refusal } from '../refusal';
import { signalGroup } from './leash';
import { answers } from './readiness';

const Claim = z.object({ owner: z.int().positive(), group: z.int().positive(), endpoint: z.url() });
type Claim = z.infer<typeof Claim>;

/** How long an engine may take to answer on a busy machine before it counts as gone. */
const BUSY_MS = 15_000;

/**
 * Ends an engine that a dead process left on the file.
 * @throws Refusal if a running process still uses it
 */
export async function clearClaim(dataFile: string): Promise<void> {
  const claim = readClaim(dataFile);
  if (claim === undefined) return;
  // An engine whose owner was killed is about to end by itself, so give it time to do so.
  if (
    !(await groupEnds(claim.group, isAlive(claim.owner) ? 0 : 1000)) &&
    (await answers(claim.endpoint, BUSY_MS))
  ) {
    if (isAlive(claim.owner)) {
      throw new Refusal(
        `${dataFile} is in use: process ${claim.owner} runs an engine on it. Stop that process first.`,
      );
    }
    await endGroup(claim.group);
  }
  dropClaim(dataFile);
}

/** The endpoint of the engine that a running process has on the file, for clients that only read. */
export async function claimedEndpoint(dataFile: string): Promise<string | undefined> {
  const claim = readClaim(dataFile);
  const isRunning = claim !== undefined && isAlive(claim.owner) && (await answers(claim.endpoint, BUSY_MS));
  return isRunning ? claim.endpoint : undefined;
}

/** Readable by the owner only, since it contains the address of the engine, which checks no credentials. */
export function writeClaim(dataFile: string, group: number, endpoint: string): void {
  mkdirSync(dirname(dataFile), { recursive: true, mode: 0o700 });
  const claim = { owner: process.pid, group, endpoint } satisfies Claim;
  writeFileSync(claimFile(dataFile), JSON.stringify(claim), { mode: 0o600 });
}

export function dropClaim(dataFile: string): void {
  rmSync(claimFile(dataFile), { force: true });
}

function claimFile(dataFile: string): string {
  return `${dataFile}.engine.json`;
}

function readClaim(dataFile: string): Claim | undefined {
  try {
    return Claim.parse(JSON.parse(readFileSync(claimFile(dataFile), 'utf8')));
  } catch {
    // No claim, or one truncated by a crash, whose engine died on its leash.
    return undefined;
  }
}

async function endGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  if (await groupEnds(group, 3000)) return;
  signalGroup(group, 'SIGKILL');
  if (!(await groupEnds(group, 3000)))
    throw new Refusal(`A leftover engine (process group ${group}) can't be terminated.`);
}

async function groupEnds(group: number, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; signalGroup(group, 0); ) {
    if (Date.now() >= deadline) return false;
    await delay(10);
  }
  return true;
}

export function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
