import type { Deliver, Message } from '../../../../local/feed/broker';

/** A `deliver` that keeps what it is given, and lets a test wait for it instead of sleeping. */
export class Inbox {
  readonly messages: Message[] = [];
  private readonly waiting: { count: number; resolve: () => void }[] = [];

  /** @param process what happens to a message after it is noted; a rejection refuses it */
  constructor(private readonly process: Deliver = async () => undefined) {}

  readonly deliver: Deliver = async (message) => {
    this.messages.push(message);
    for (const { count, resolve } of this.waiting) if (this.messages.length >= count) resolve();
    await this.process(message);
  };

  get payloads(): string[] {
    return this.messages.map(({ payload }) => payload.toString());
  }

  async hasReceived(count: number): Promise<void> {
    if (this.messages.length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
  }
}

export interface Gate {
  opened: Promise<void>;
  open(): void;
}

export function aGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
