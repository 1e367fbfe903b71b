import type { TestRequest, TestResponse } from '../api';
import type { SimulatedClock } from './clock';
import type { Command, Sending } from './commands';
import { type FaultRates, NO_FAULTS } from './faults';
import type { Handlers, SimulatedRoute } from './handlers';
import type { Journal, RequestSpan, Span } from './journal';
import { mix } from './random';
import type { Scheduler } from './scheduler';

/** Everything an actor can reach: the handlers through the scheduler, and the journal. */
export interface World {
  readonly handlers: Handlers;
  readonly scheduler: Scheduler;
  readonly clock: SimulatedClock;
  readonly journal: Journal;
  readonly faults: FaultRates;
}

/** What a client knows in the end: a definite answer, or nothing. */
export interface Answered extends RequestSpan {
  readonly response: TestResponse | undefined;
}

/** From then on nothing goes wrong any more, so that whoever sends again gets a definite answer. */
const FAULTY_ATTEMPTS = 3;
const MAX_ATTEMPTS = 6;
/** Keys are kept for 24 hours; a client that comes back later is a new request. */
const KEY_LIFETIME = 23 * 3_600_000_000;

/** When so many calls fail, one attempt too may spend its patience after its commit. */
const ROUGH = 0.3;

class Stopwatch {
  private readonly start: number;
  private readonly startAt: number;

  constructor(private readonly world: World) {
    this.start = world.scheduler.tick();
    this.startAt = world.clock.now();
  }

  get age(): number {
    return this.world.clock.now() - this.startAt;
  }

  stop(): Span {
    const { start, startAt, world } = this;
    return { start, startAt, end: world.scheduler.tick(), endAt: world.clock.now() };
  }
}

export function faultsOf({ faults }: World, attempt: number): FaultRates {
  return attempt < FAULTY_ATTEMPTS ? faults : NO_FAULTS;
}

/** One try, and when it was over. Without a response the process that served it is gone. */
interface Attempt {
  readonly response: TestResponse | undefined;
  readonly end: number;
}

/**
 * Sends a request as a careful client does: with a key again and again until the answer is definite, twice at once
 * when in a hurry; without a key once.
 */
export async function send(
  world: World,
  command: Command & Sending,
  route: SimulatedRoute,
  request: TestRequest,
): Promise<Answered> {
  const watch = new Stopwatch(world);
  const headers = command.isKeyed ? { 'idempotency-key': `command-${command.id}` } : {};
  const once = (attempt: number) => attemptOnce(world, command, attempt, route, { ...request, headers });
  const isTwice = command.isKeyed && command.isTwice;
  let latest = isTwice ? await Promise.all([once(0), once(1)]) : [await once(0)];
  const attempts = [...latest];
  while (
    command.isKeyed &&
    !isSettled(latest) &&
    attempts.length < MAX_ATTEMPTS &&
    watch.age < KEY_LIFETIME
  ) {
    latest = [await once(attempts.length)];
    attempts.push(...latest);
  }
  noteContradictions(world.journal, command, attempts);
  const answer = latest.find(isSuccess) ?? latest.find(isDefinite);
  const isSmooth = attempts.length === 1 && world.faults.failing < ROUGH;
  return { ...watch.stop(), isSmooth, response: isSettled(latest) ? answer?.response : undefined };
}

async function attemptOnce(
  world: World,
  command: Command,
  attempt: number,
  route: SimulatedRoute,
  request: TestRequest,
): Promise<Attempt> {
  const seed = mix(command.seed, attempt);
  const response = await world.scheduler.invoke(seed, faultsOf(world, attempt), () =>
    world.handlers.answer(route, request),
  );
  const end = world.scheduler.tick();
  if (response === 'crashed') return { response: undefined, end };
  if (response.status === 500)
    world.journal.anomalies.push(`command ${command.id} (${route}) was answered 500`);
  return { response, end };
}

/** A refusal settles a request only when no attempt that went with it may have succeeded. */
function isSettled(attempts: readonly Attempt[]): boolean {
  return attempts.some(isSuccess) || attempts.every(isDefinite);
}

function isSuccess({ response }: Attempt): boolean {
  return response !== undefined && response.status < 300;
}

/** 503 says nothing about what happened, and `repeated` says only that another attempt was first. */
function isDefinite({ response }: Attempt): boolean {
  return response !== undefined && response.status < 500 && response.json?.code !== 'repeated';
}

/** Under one key there is one answer, byte for byte, and once it was given no other one follows. */
function noteContradictions(
  { anomalies }: Journal,
  { id, kind }: Command,
  attempts: readonly Attempt[],
): void {
  const successes = attempts.filter(isSuccess);
  const texts = new Set(successes.map(({ response }) => response?.text));
  // To cancel all is many transactions, and the answer to a repeat tells what was left to do.
  if (texts.size > 1 && kind !== 'cancel-all')
    anomalies.push(
      `the attempts of command ${id} (${kind}) were answered differently: ${[...texts].join(' / ')}`,
    );
  const refusal = attempts.find((attempt) => isDefinite(attempt) && !isSuccess(attempt));
  if (refusal && successes.some(({ end }) => end < refusal.end))
    anomalies.push(
      `command ${id} (${kind}) was answered 200, then ${refusal.response?.json.code} under the same key`,
    );
}
