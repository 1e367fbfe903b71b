type Close = () => Promise<unknown> | unknown;

/** What has been started, to be stopped in reverse order, each part once and whatever the others do. */
export class Closing {
  private readonly steps: Close[] = [];
  private under: Promise<void> | undefined;

  add(close: Close): void {
    this.steps.push(close);
  }

  run(): Promise<void> {
    this.under ??= this.runSteps();
    return this.under;
  }

  private async runSteps(): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        // One part that does not stop cleanly must not keep the others running.
        console.error(error);
      }
    }
  }
}
