type Close = () => Promise<unknown> | unknown;

/** Steps to undo what was started: run in reverse order, each once, even if others fail. */
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
        // A part that doesn't stop cleanly must not keep the others running.
        console.error(error);
      }
    }
  }
}
