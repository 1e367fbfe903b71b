import { computed, effect, signal } from '@preact/signals-core';
import { client, offlineSinceMs } from '../api/client';
import { configuration } from '../api/configuration';
import { identityOf } from '../api/identity';
import { forget, identity } from '../api/session';
import { LiveConnection, type LiveStatus } from './connection';
import { refresh, startPolling, startSafetyNet } from './freshness';
import { happenings } from './happenings';
import { latestOrders } from './orders';
import { receive } from './receive';
import { isQuoteTopic, topicOf, wantedTopics } from './topics';

/** Puts together the connection, what it brings, and what is done while there is none. */

const POLL_AFTER_MS = 10_000;
const QUIET_WHILE_HIDDEN_MS = 60_000;
const OFF_WHILE_HIDDEN_MS = 15 * 60_000;

let connection: LiveConnection | undefined;
const status = signal<LiveStatus>({ state: 'connecting' });
const isPolling = signal(false);

export type Connectedness =
  | { readonly state: 'connecting' | 'live' | 'polling' }
  | { readonly state: 'reconnecting' | 'offline'; readonly sinceMs: number };

export const connectedness = computed((): Connectedness => {
  const since = offlineSinceMs.value;
  if (since !== undefined) return { state: 'offline', sinceMs: since };
  if (isPolling.value) return { state: 'polling' };
  const { value } = status;
  return value.state === 'off' ? { state: 'connecting' as const } : value;
});

export function retryNow(): void {
  connection?.retryNow();
  void refresh();
}

/** @returns what ends it all, when the user signs out */
export async function startLive(): Promise<() => void> {
  const who = identity.peek();
  if (!who) return () => {};
  const stops = [startPolling(mustPoll), startSafetyNet(retryNow), clearStores];
  const { liveUrl } = configuration;
  if (liveUrl !== undefined) {
    // 100 KB that nobody waits for: everything can be read and done without.
    const { connectMqtt } = await import('./mqtt-transport');
    const opened = new LiveConnection({
      url: liveUrl,
      wanted: wantedTopics,
      connect: connectMqtt,
      credentials,
      onMessage: receive,
      onConnect: () => void refresh(),
      onRefused: forget,
      now: Date.now,
      random: Math.random,
      after,
    });
    connection = opened;
    const follow = effect(() => {
      status.value = opened.status.value;
    });
    stops.push(wantedTopics.want(topicOf.orders(who.userId)), follow, () => opened.stop());
    stops.push(watchVisibility(opened));
    opened.start();
  }
  return () => {
    for (const stop of stops.reverse()) stop();
    connection = undefined;
  };
}

function clearStores(): void {
  latestOrders.clear();
  happenings.value = [];
}

function mustPoll(): boolean {
  const { value } = status;
  const isLate = value.state === 'reconnecting' && Date.now() - value.sinceMs > POLL_AFTER_MS;
  isPolling.value = configuration.liveUrl === undefined || isLate;
  return isPolling.value;
}

async function credentials() {
  const token = await client.accessToken();
  const who = token === undefined ? undefined : identityOf(token);
  if (token === undefined || who === undefined) return undefined;
  return { token, userId: who.userId, expiresAtMs: who.expiresAtMs };
}

function after(milliseconds: number, act: () => void): () => void {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
}

/** Nobody pays for quotes that nobody sees. */
function watchVisibility(live: LiveConnection): () => void {
  let stops: (() => void)[] = [];
  const cancel = () => {
    for (const stop of stops) stop();
    stops = [];
  };
  const look = () => {
    cancel();
    if (document.visibilityState === 'visible') {
      live.restrict(() => true);
      live.start();
    } else {
      stops = [
        after(QUIET_WHILE_HIDDEN_MS, () => live.restrict((topic) => !isQuoteTopic(topic))),
        after(OFF_WHILE_HIDDEN_MS, () => live.stop()),
      ];
    }
  };
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    cancel();
  };
}
