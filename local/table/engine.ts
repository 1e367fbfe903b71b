// An embedded DynamoDB: a child process that is ready when it answers and ends with this one, maintained in between.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { secludedAddress } from '../loopback';
import { freePort } from '../ports';
import { Refusal } from '../refusal';
import { clearClaim, dropClaim, writeClaim } from './claim';
import { lockFile } from './file-lock';
import { type EngineProgram, findEngine } from './find-engine';
import { type LeashedChild, spawnOnLeash } from './leash';
import { answers } from './readiness';
import { temporaryFile } from './temporary-file';
import { openUpkeep, type StreamUpkeep } from './upkeep';

export interface EngineOptions {
  /** Where the data is kept; without it, in a temporary file that is removed with the engine. */
  dataFile?: string;
  program?: EngineProgram;
}

export interface Engine {
  endpoint: string;
  /** Resolves when the engine's process has ended, intentionally or not, with its last output. */
  exited: Promise<string>;
  /** Upkeep of its streams' records, if the engine doesn't do it itself. */
  upkeep?: StreamUpkeep | undefined;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 20_000;
const ATTEMPTS = 3;

export async function startEngine({ dataFile, program = findEngine() }: EngineOptions = {}): Promise<Engine> {
  if (dataFile !== undefined) return startOn(dataFile, program);
  // An in-memory engine slows down over time, and its upkeep needs a file.
  const temporary = temporaryFile();
  const engine = await startOn(temporary.path, program).catch((error: unknown) => {
    temporary.remove();
    throw error;
  });
  return { ...engine, stop: () => engine.stop().finally(temporary.remove) };
}

async function startOn(dataFile: string, program: EngineProgram): Promise<Engine> {
  mkdirSync(dirname(dataFile), { recursive: true, mode: 0o700 });
  const unlock = lockFile(dataFile);
  try {
    const engine = await startClaimed(dataFile, program);
    return { ...engine, stop: () => engine.stop().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startClaimed(dataFile: string, program: EngineProgram): Promise<Engine> {
  await clearClaim(dataFile);
  for (let attempt = 1; ; attempt += 1) {
    const host = await secludedAddress();
    const port = await freePort(host);
    const endpoint = `http://${host}:${port}`;
    const child = await spawnOnLeash(program.command, program.args({ host, port }, dataFile));
    writeClaim(dataFile, child.group, endpoint);
    const failure = await readyOrFailed(child, endpoint);
    if (failure === undefined) return runningEngine(child, endpoint, dataFile);
    await child.release();
    dropClaim(dataFile);
    // Another process may have taken the port before the engine could listen on it.
    if (attempt === ATTEMPTS)
      throw new Refusal(`The DynamoDB engine ${program.name} did not start on ${dataFile}: ${failure}`);
  }
}

async function runningEngine(child: LeashedChild, endpoint: string, dataFile: string): Promise<Engine> {
  const stop = async () => {
    await child.release();
    dropClaim(dataFile);
  };
  try {
    const upkeep = openUpkeep(dataFile);
    const stopBoth = () => {
      upkeep?.close();
      return stop();
    };
    return { endpoint, exited: child.exited, upkeep, stop: stopBoth };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readyOrFailed(child: LeashedChild, endpoint: string): Promise<string | undefined> {
  let lastWords: string | undefined;
  void child.exited.then((words) => {
    lastWords = words || 'it ended without any output';
  });
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await delay(10)) {
    if (lastWords !== undefined) return lastWords;
    if (await answers(endpoint)) return undefined;
  }
  return `it did not answer within ${START_LIMIT_MS / 1000} s`;
}
