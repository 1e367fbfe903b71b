/** Bounds the number of messages in flight. The first failure closes it for good. */
export class SendWindow {
  private underWay = 0;
  private failure: unknown;
  private wake: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  /** Starts `send` as soon as there is room. Rejects if an earlier send has failed. */
  async start(send: () => Promise<void>): Promise<void> {
    await this.until(() => this.underWay < this.limit);
    this.underWay += 1;
    send()
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => {
        this.underWay -= 1;
        this.wake?.();
      });
  }

  /** Resolves when nothing is in flight; rejects if a send has failed. */
  async drained(): Promise<void> {
    await this.until(() => this.underWay === 0);
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (this.failure === undefined && !isSo()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.failure !== undefined) throw this.failure;
  }
}
