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

/** What a client knows in the end: a definite response, or nothing. */
export interface Answered extends RequestSpan {
  readonly response: TestResponse | undefined;
}

/** After these there are no more faults, so a repeated request gets a definite response. */
const FAULTY_ATTEMPTS = 3;
const MAX_ATTEMPTS = 6;
/** Keys are kept for 24 hours; a repeat after that would be a new request. */
const KEY_LIFETIME = 23 * 3_600_000_000;

/** At this failure rate, even a single attempt may exhaust its retries after its commit. */
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

/** One attempt, and when it was over. Without a response, the process serving it died. */
interface Attempt {
  readonly response: TestResponse | undefined;
  readonly end: number;
}

/**
 * Sends a request like a careful client: with a key, repeatedly until the response is definite, or twice at once if
 * impatient; without a key, once.
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
  if (response.status === 500) world.journal.anomalies.push(`command ${command.id} (${route}) got a 500`);
  return { response, end };
}

/** A refusal settles a request only if no concurrent attempt may have succeeded. */
function isSettled(attempts: readonly Attempt[]): boolean {
  return attempts.some(isSuccess) || attempts.every(isDefinite);
}

function isSuccess({ response }: Attempt): boolean {
  return response !== undefined && response.status < 300;
}

/** A 503 says nothing about what happened, and `repeated` only that another attempt was first. */
function isDefinite({ response }: Attempt): boolean {
  return response !== undefined && response.status < 500 && response.json?.code !== 'repeated';
}

/** Under one key there is one response, byte for byte, and no other may follow it. */
function noteContradictions(
  { anomalies }: Journal,
  { id, kind }: Command,
  attempts: readonly Attempt[],
): void {
  const successes = attempts.filter(isSuccess);
  const texts = new Set(successes.map(({ response }) => response?.text));
  // Canceling all takes many transactions, and the response to a repeat states what was left to do.
  if (texts.size > 1 && kind !== 'cancel-all')
    anomalies.push(
      `the attempts of command ${id} (${kind}) got different responses: ${[...texts].join(' / ')}`,
    );
  const refusal = attempts.find((attempt) => isDefinite(attempt) && !isSuccess(attempt));
  if (refusal && successes.some(({ end }) => end < refusal.end))
    anomalies.push(
      `command ${id} (${kind}) got a 200, then ${refusal.response?.json.code} under the same key`,
    );
}
