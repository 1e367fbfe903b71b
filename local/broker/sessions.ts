// The sessions that the broker keeps for subscribers that may reconnect: bounded in number, size and age like IoT
// Core's, and on disk if the host has a data folder. A session that exceeds its bounds ends as a whole, so its client
// sees that it missed something instead of never noticing.
import { Readable } from 'node:stream';
import type { AedesPublishPacket, Subscription } from 'aedes';
import MemoryPersistence from 'aedes-persistence/asyncPersistence.js';
import type { SessionStore } from './session-store';

export interface SessionLimits {
  sessions: number;
  /** Of one session. */
  messages: number;
  /** Of all sessions together. */
  bytes: number;
  /** How long a session is kept for a disconnected client. */
  awayMs: number;
}

export const SESSION_LIMITS: SessionLimits = {
  sessions: 1_000,
  messages: 10_000,
  bytes: 32 * 1024 * 1024,
  awayMs: 60 * 60 * 1_000,
};

interface Queued {
  packet: AedesPublishPacket & { messageId?: number };
  bytes: number;
  row: number | undefined;
}

interface Session {
  queue: Queued[];
  bytes: number;
  /** Undefined while its client is connected. */
  awaySinceMs: number | undefined;
}

export interface SessionsOptions {
  limits: SessionLimits;
  store?: SessionStore | undefined;
  /** Closes the connection, if any, of a client whose session has ended. */
  disconnect(clientId: string): void;
  report(line: string): void;
  nowMs?: () => number;
}

/** Clients with a clean session never get here: aedes keeps nothing for them. */
export class Sessions extends MemoryPersistence {
  private readonly sessions = new Map<string, Session>();
  private bytes = 0;

  constructor(private readonly options: SessionsOptions) {
    super();
    for (const { clientId, topic, qos } of options.store?.subscriptions() ?? []) {
      this.sessionOf(clientId);
      void super.addSubscriptions({ id: clientId }, [{ topic, qos }]);
    }
    for (const { row, clientId, ...packet } of options.store?.messages() ?? []) {
      this.keep(clientId, { ...packet, cmd: 'publish', retain: false, dup: false }, row);
    }
    for (const session of this.sessions.values()) session.awaySinceMs = this.nowMs();
  }

  connected(clientId: string): void {
    const session = this.sessions.get(clientId);
    if (session) session.awaySinceMs = undefined;
  }

  disconnected(clientId: string): void {
    const session = this.sessions.get(clientId);
    if (session) session.awaySinceMs = this.nowMs();
  }

  /** Nothing is retained for later subscribers: ticks and events are only of interest when they happen. */
  override async storeRetained(): Promise<void> {}

  override async addSubscriptions(client: { id: string }, subscriptions: Subscription[]): Promise<void> {
    if (!this.sessions.has(client.id) && this.sessions.size >= this.options.limits.sessions) {
      const hasRoom = this.endStalest();
      if (!hasRoom) throw new Error('all sessions that the broker keeps belong to connected clients');
    }
    this.sessionOf(client.id);
    for (const { topic, qos } of subscriptions)
      this.options.store?.subscribe({ clientId: client.id, topic, qos });
    await super.addSubscriptions(client, subscriptions);
  }

  override async removeSubscriptions(client: { id: string }, topics: string[]): Promise<void> {
    for (const topic of topics) this.options.store?.unsubscribe(client.id, topic);
    await super.removeSubscriptions(client, topics);
  }

  override async cleanSubscriptions(client: { id: string }): Promise<void> {
    this.forget(client.id);
    await super.cleanSubscriptions(client);
  }

  override async outgoingEnqueue(
    subscription: { clientId: string },
    packet: AedesPublishPacket,
  ): Promise<void> {
    await this.outgoingEnqueueCombi([subscription], packet);
  }

  override async outgoingEnqueueCombi(
    subscriptions: { clientId: string }[],
    packet: AedesPublishPacket,
  ): Promise<void> {
    for (const { clientId } of subscriptions) {
      const session = this.sessions.get(clientId);
      if (session && this.mayKeep(clientId, session, packet))
        this.keep(clientId, packet, this.stored(clientId, packet));
    }
  }

  override async outgoingUpdate(client: { id: string }, packet: AedesPublishPacket & { messageId?: number }) {
    const queue = this.sessions.get(client.id)?.queue ?? [];
    const known = queue.find(({ packet: { brokerId, brokerCounter } }) => {
      return brokerId === packet.brokerId && brokerCounter === packet.brokerCounter;
    });
    if (!known) throw new Error('no such packet');
    if (packet.messageId !== undefined) known.packet.messageId = packet.messageId;
  }

  override async outgoingClearMessageId(client: { id: string }, { messageId }: { messageId?: number }) {
    const session = this.sessions.get(client.id);
    const index = session?.queue.findIndex(({ packet }) => packet.messageId === messageId) ?? -1;
    const [cleared] = index < 0 ? [] : (session?.queue.splice(index, 1) ?? []);
    if (!session || !cleared) return undefined;
    this.count(session, -cleared.bytes);
    if (cleared.row !== undefined) this.options.store?.remove(cleared.row);
    return cleared.packet;
  }

  override outgoingStream(client: { id: string }): Readable {
    return Readable.from((this.sessions.get(client.id)?.queue ?? []).map(({ packet }) => packet));
  }

  private mayKeep(clientId: string, session: Session, packet: AedesPublishPacket): boolean {
    const { limits } = this.options;
    const isTooOld = session.awaySinceMs !== undefined && this.nowMs() - session.awaySinceMs > limits.awayMs;
    if (isTooOld) return this.end(clientId, 'its client has been disconnected for too long');
    if (session.queue.length >= limits.messages)
      return this.end(clientId, 'too many messages are waiting for its client');
    if (this.bytes + sizeOf(packet) > limits.bytes)
      return this.end(clientId, 'messages take too much memory');
    return true;
  }

  private keep(clientId: string, packet: AedesPublishPacket, row: number | undefined): void {
    const session = this.sessionOf(clientId);
    const bytes = sizeOf(packet);
    session.queue.push({ packet: { ...packet }, bytes, row });
    this.count(session, bytes);
  }

  private stored(clientId: string, packet: AedesPublishPacket): number | undefined {
    const { topic, qos, brokerId = '', brokerCounter = 0 } = packet;
    return this.options.store?.add({
      clientId,
      topic,
      qos,
      brokerId,
      brokerCounter,
      payload: Buffer.from(packet.payload),
    });
  }

  private sessionOf(clientId: string): Session {
    const session = this.sessions.get(clientId) ?? { queue: [], bytes: 0, awaySinceMs: undefined };
    this.sessions.set(clientId, session);
    return session;
  }

  private count(session: Session, bytes: number): void {
    session.bytes += bytes;
    this.bytes += bytes;
  }

  private endStalest(): boolean {
    const away = [...this.sessions].filter(([, { awaySinceMs }]) => awaySinceMs !== undefined);
    const [stalest] = away.sort(([, a], [, b]) => Number(a.awaySinceMs) - Number(b.awaySinceMs));
    if (!stalest) return false;
    this.end(stalest[0], 'there are too many sessions');
    return true;
  }

  private end(clientId: string, why: string): false {
    this.options.report(`mqtt: ended the session of ${clientId}: ${why}`);
    void this.cleanSubscriptions({ id: clientId });
    this.options.disconnect(clientId);
    return false;
  }

  private forget(clientId: string): void {
    const session = this.sessions.get(clientId);
    if (session) this.bytes -= session.bytes;
    this.sessions.delete(clientId);
    this.options.store?.forget(clientId);
  }

  private nowMs(): number {
    return this.options.nowMs?.() ?? performance.now();
  }
}

/** What a message takes in addition to its payload and topic. */
const OVERHEAD_BYTES = 300;

function sizeOf({ topic, payload }: AedesPublishPacket): number {
  return OVERHEAD_BYTES + topic.length + payload.length;
}
