import { signal } from '@preact/signals-core';
import { backOffMs } from './back-off';
import type { WantedTopics } from './topics';
import { type Connect, Refused, type Transport } from './transport';

export type LiveStatus =
  | { readonly state: 'off' }
  | { readonly state: 'connecting' | 'live' }
  | { readonly state: 'reconnecting'; readonly sinceMs: number };

export interface LiveDependencies {
  readonly url: string;
  readonly wanted: WantedTopics;
  readonly connect: Connect;
  /** A token that is good for a while yet, and who it is of. */
  readonly credentials: () => Promise<{ token: string; userId: string; expiresAtMs: number } | undefined>;
  readonly onMessage: (topic: string, payload: string) => void;
  /** After every connect, with the topics subscribed: the time to ask for what was missed. */
  readonly onConnect: () => void;
  /** The broker took no token, twice. */
  readonly onRefused: () => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (milliseconds: number, act: () => void) => () => void;
}

const TOPICS_SETTLE_MS = 300;
const RECONNECT_EARLY_MS = 60_000;
const REFUSALS_MAX = 2;

/** Keeps a connection for as long as it is started, and the subscriptions as they are wanted. */
export class LiveConnection {
  readonly status = signal<LiveStatus>({ state: 'off' });

  private transport: Transport | undefined;
  private subscribed = new Set<string>();
  private isStarted = false;
  /** Told apart from those of before, whose late answers don't count. */
  private generation = 0;
  private attempts = 0;
  private refusals = 0;
  private lostAtMs: number | undefined;
  private stopWaiting = () => {};
  private stopSettling: (() => void) | undefined;
  private filter: (topic: string) => boolean = () => true;

  constructor(private readonly needs: LiveDependencies) {
    needs.wanted.onChange = () => this.topicsChanged();
  }

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.attempts = 0;
    this.refusals = 0;
    void this.connect();
  }

  stop(): void {
    this.isStarted = false;
    this.hangUp();
    this.lostAtMs = undefined;
    this.status.value = { state: 'off' };
  }

  /** Does not wait for the back-off to be over. */
  retryNow(): void {
    if (!this.isStarted || this.transport) return;
    this.hangUp();
    void this.connect();
  }

  /** Only topics that pass are subscribed to, however many are wanted. */
  restrict(filter: (topic: string) => boolean): void {
    this.filter = filter;
    this.topicsChanged();
  }

  private hangUp(): void {
    this.generation += 1;
    this.stopWaiting();
    this.stopSettling?.();
    this.stopSettling = undefined;
    this.transport?.close();
    this.transport = undefined;
    this.subscribed = new Set();
  }

  private async connect(): Promise<void> {
    const generation = ++this.generation;
    const isCurrent = () => generation === this.generation && this.isStarted;
    this.status.value =
      this.lostAtMs === undefined
        ? { state: 'connecting' }
        : { state: 'reconnecting', sinceMs: this.lostAtMs };
    try {
      const credentials = await this.needs.credentials();
      if (!isCurrent()) return;
      if (!credentials) return this.stop();
      const transport = await this.open(credentials, isCurrent);
      if (!isCurrent()) return transport.close();
      this.transport = transport;
      await this.settle();
      if (!isCurrent()) return;
      this.connected(credentials.expiresAtMs);
    } catch (error) {
      if (isCurrent()) this.failed(error);
    }
  }

  private open(
    { token, userId }: { token: string; userId: string },
    isCurrent: () => boolean,
  ): Promise<Transport> {
    const tail = Math.floor(this.needs.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
    return this.needs.connect({
      url: this.needs.url,
      clientId: `console-${userId}-${tail}`,
      token,
      onMessage: (topic, payload) => {
        if (isCurrent()) this.needs.onMessage(topic, payload);
      },
      onLost: () => {
        if (isCurrent()) this.failed(undefined);
      },
    });
  }

  private connected(expiresAtMs: number): void {
    this.attempts = 0;
    this.refusals = 0;
    this.lostAtMs = undefined;
    this.status.value = { state: 'live' };
    const leftMs = Math.max(expiresAtMs - this.needs.now() - RECONNECT_EARLY_MS, RECONNECT_EARLY_MS);
    this.stopWaiting = this.needs.after(leftMs, () => this.renew());
    this.needs.onConnect();
  }

  /** Before the token ends, with a fresh one, and without a word to anybody. */
  private renew(): void {
    this.hangUp();
    void this.connect();
  }

  private failed(error: unknown): void {
    this.hangUp();
    this.lostAtMs ??= this.needs.now();
    if (error instanceof Refused && ++this.refusals >= REFUSALS_MAX) {
      this.stop();
      this.needs.onRefused();
      return;
    }
    this.status.value = { state: 'reconnecting', sinceMs: this.lostAtMs };
    const delayMs = backOffMs(this.attempts++, this.needs.random);
    this.stopWaiting = this.needs.after(delayMs, () => void this.connect());
  }

  private topicsChanged(): void {
    if (!this.transport || this.stopSettling) return;
    this.stopSettling = this.needs.after(TOPICS_SETTLE_MS, () => {
      this.stopSettling = undefined;
      this.settle().catch((error: unknown) => {
        if (this.transport) this.failed(error);
      });
    });
  }

  private async settle(): Promise<void> {
    const { transport } = this;
    if (!transport) return;
    const wanted = new Set(this.needs.wanted.all().filter((topic) => this.filter(topic)));
    const added = [...wanted].filter((topic) => !this.subscribed.has(topic));
    const dropped = [...this.subscribed].filter((topic) => !wanted.has(topic));
    this.subscribed = wanted;
    if (added.length > 0) await transport.subscribe(added);
    if (dropped.length > 0) await transport.unsubscribe(dropped);
  }
}
