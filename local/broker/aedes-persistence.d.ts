/** The broker's in-memory session state: the parts that ours overrides or uses. */
declare module 'aedes-persistence/asyncPersistence.js' {
  import type { Readable } from 'node:stream';
  import type { AedesPublishPacket, Subscription } from 'aedes';

  export default class MemoryPersistence {
    storeRetained(packet: AedesPublishPacket): Promise<void>;
    addSubscriptions(client: { id: string }, subscriptions: Subscription[]): Promise<void>;
    removeSubscriptions(client: { id: string }, topics: string[]): Promise<void>;
    cleanSubscriptions(client: { id: string }): Promise<void>;
    subscriptionsByClient(client: { id: string }): Promise<Subscription[]>;
    outgoingEnqueue(subscription: { clientId: string }, packet: AedesPublishPacket): Promise<void>;
    outgoingEnqueueCombi(subscriptions: { clientId: string }[], packet: AedesPublishPacket): Promise<void>;
    outgoingUpdate(client: { id: string }, packet: AedesPublishPacket): Promise<void>;
    outgoingClearMessageId(
      client: { id: string },
      packet: { messageId?: number },
    ): Promise<AedesPublishPacket | undefined>;
    outgoingStream(client: { id: string }): Readable;
  }
}
