// Two engines on one database file would corrupt it. A claim beside the file names the engine that holds it
// and the process that started it, so that what a crash left behind can be told from a neighbour at work.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { Refusal } from '../refusal';
import { signalGroup } from './leash';
import { answers } from './readiness';

const Claim = z.object({ owner: z.int().positive(), group: z.int().positive(), endpoint: z.url() });
type Claim = z.infer<typeof Claim>;

/** Ends an engine that a dead process left on the file. Throws when a living one still uses it. */
export async function clearClaim(dataFile: string): Promise<void> {
  const claim = readClaim(dataFile);
  if (claim === undefined) return;
  // An engine whose owner was killed is ending by itself at this moment, so it gets the time to do so.
  if (!(await groupEnds(claim.group, isAlive(claim.owner) ? 0 : 1000)) && (await answers(claim.endpoint))) {
    if (isAlive(claim.owner)) {
      throw new Refusal(
        `${dataFile} is in use: process ${claim.owner} runs an engine on it. Stop that one first.`,
      );
    }
    await endGroup(claim.group);
  }
  dropClaim(dataFile);
}

/** Where the engine that a living process runs on the file answers, for a guest who only wants to look. */
export async function claimedEndpoint(dataFile: string): Promise<string | undefined> {
  const claim = readClaim(dataFile);
  const isRunning = claim !== undefined && isAlive(claim.owner) && (await answers(claim.endpoint));
  return isRunning ? claim.endpoint : undefined;
}

/** It tells where the engine is, which asks nobody who they are: so it is for the owner only. */
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
    // No claim, or one that a crash cut short: its engine then died on its leash.
    return undefined;
  }
}

async function endGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  if (await groupEnds(group, 3000)) return;
  signalGroup(group, 'SIGKILL');
  if (!(await groupEnds(group, 3000)))
    throw new Refusal(`A leftover engine (process group ${group}) can't be ended.`);
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
