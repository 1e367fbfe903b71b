import { EventEmitter, once } from 'node:events';
import type { Deliver, Message } from '../../local/broker/message';

/** A `deliver` that records its messages, and lets a test wait for them instead of sleeping. */
export class Inbox {
  readonly messages: Message[] = [];
  private readonly arrived = new EventEmitter();

  /** @param process runs for each message after it is recorded; a rejection refuses the message */
  constructor(private readonly process: Deliver = async () => undefined) {}

  readonly deliver: Deliver = async (message) => {
    this.messages.push(message);
    this.arrived.emit('message');
    await this.process(message);
  };

  get payloads(): string[] {
    return this.messages.map(({ payload }) => payload.toString());
  }

  hasReceived(count: number): Promise<void> {
    return this.until(() => this.messages.length >= count);
  }

  hasReceivedPayload(payload: string): Promise<void> {
    return this.until(() => this.messages.at(-1)?.payload.toString() === payload);
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.arrived, 'message');
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
