import type { Tick } from './ticks';

/**
 * The ticks of a stock in the order of their first delivery. An episode has thousands and the checks ask about each,
 * so what they ask for is found without looking at all of them.
 */
export class Deliveries {
  readonly ticks: readonly Tick[];
  /** Of the ticks up to each, the one with the latest timestamp, and whether another has the same. */
  private readonly newest: { readonly tick: Tick; readonly isShared: boolean }[] = [];

  constructor(ticks: readonly Tick[]) {
    this.ticks = ticks.toSorted((a, b) => a.start - b.start);
    let newest: { tick: Tick; isShared: boolean } | undefined;
    for (const tick of this.ticks) {
      if (!newest || tick.at > newest.tick.at) newest = { tick, isShared: false };
      else if (tick.at === newest.tick.at) newest = { tick, isShared: true };
      this.newest.push(newest);
    }
  }

  /** Those that were delivered between two steps, exclusive. */
  between(after: number, before: number): readonly Tick[] {
    return this.ticks.slice(this.countUntil(after), this.countUntil(before - 1));
  }

  /** The newest that was delivered by a step, if it is alone. */
  newestAt(step: number): Tick | undefined {
    const newest = this.newest[this.countUntil(step) - 1];
    return newest?.isShared ? undefined : newest?.tick;
  }

  /** Newer ticks that were delivered before this one had been processed. */
  overtaking(tick: Tick): Tick[] {
    const found: Tick[] = [];
    for (let index = this.countUntil(tick.done) - 1; index >= 0; index--) {
      const [other, newest] = [this.ticks[index], this.newest[index]];
      if (!other || !newest || newest.tick.at <= tick.at) break;
      if (other.at > tick.at) found.push(other);
    }
    return found;
  }

  /** How many were delivered by a step. */
  private countUntil(step: number): number {
    let [low, high] = [0, this.ticks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ticks[middle]?.start ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
