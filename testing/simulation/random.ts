/**
 * Randomness that depends only on its seeds. Decisions about a command are drawn from that command's own seed, so
 * leaving out another command while shrinking doesn't change them.
 */
export class Random {
  private state: number;

  constructor(...seeds: number[]) {
    this.state = mix(...seeds);
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return scramble(this.state) / 2 ** 32;
  }

  /** An integer from `min` to `max`, inclusive. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.between(0, choices.length - 1)] ?? choices[0];
  }

  /** @param weights by choice; a choice with zero weight is never made */
  weighted<Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice {
    const choices = keysOf(weights);
    let left = this.next() * choices.reduce((sum, choice) => sum + weights[choice], 0);
    for (const choice of choices) {
      left -= weights[choice];
      if (left < 0) return choice;
    }
    throw new Error('no choice has any weight');
  }
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

/** Hashes several numbers into one, in which every bit of each counts. */
export function mix(...parts: number[]): number {
  return parts.reduce((hash, part) => scramble(Math.imul(hash ^ part, 0x85ebca6b) + 0x9e3779b9), 0x2545f491);
}

/** The finalizer of MurmurHash3: every bit of the input flips half of the output's. */
function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
