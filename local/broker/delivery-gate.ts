import type { Deliver, Message } from './message';

/** Stands before the host's `deliver`, so that a broker can stop without cutting a delivery in half. */
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

  /** Refuses every message from now on, and resolves when those already let through are settled. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.underWay);
  }
}
