import type { Deliver, Message } from './message';

/**
 * Delivers one connection's messages in sequence. A failure is final: nothing after a failed message is delivered,
 * because the client resends all of it, in order, on its next connection.
 */
export class DeliveryQueue {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly deliver: Deliver) {}

  /** Resolves when this message is delivered; rejects if it, or one before it, was not. */
  push(message: Message): Promise<void> {
    this.tail = this.tail.then(() => this.deliver(message));
    return this.tail;
  }
}
