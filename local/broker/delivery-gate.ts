import type { Deliver, Message } from './message';

/** Wraps the host's `deliver` so that a broker can stop without interrupting a delivery. */
export class DeliveryGate {
  private readonly underWay = new Set<Promise<void>>();
  private closed = false;

  constructor(private readonly deliver: Deliver) {}

  async pass(message: Message): Promise<void> {
    if (this.closed) throw new Error('the broker is stopping');
    const delivery = this.deliver(message);
    this.underWay.add(delivery);
    try {
      await delivery;
    } finally {
      this.underWay.delete(delivery);
    }
  }

  /** Refuses further messages, and resolves when those already let through are settled. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.underWay);
  }
}
