// The part of DynamoDB's expressions that our storage uses. Anything else is an error, so nothing is misread.
import type { AttributeMap, AttributeValue } from '../../functions/storage/table/attribute-values';

/** What the placeholders in an expression stand for. */
export interface Substitutes {
  readonly names?: Record<string, string> | undefined;
  readonly values: AttributeMap;
}

export type Condition = (item: AttributeMap, substitutes: Substitutes) => boolean;
/** Changes the item in place. */
export type Update = (item: AttributeMap, substitutes: Substitutes) => void;

export const conditionOf = remembering((text) => new ExpressionReader(text).condition());
export const updateOf = remembering((text) => new ExpressionReader(text).updates());

/** Expressions are few, and read once each. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.get(text) ?? read(text);
    known.set(text, value);
    return value;
  };
}

const COMPARISONS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class ExpressionReader {
  private readonly words: string[];
  private next = 0;

  constructor(private readonly text: string) {
    this.words = text.match(/[<>]=|[#:]?\w+|\S/g) ?? [];
  }

  condition(): Condition {
    const condition = this.anyOf();
    if (this.next < this.words.length) throw this.unexpected();
    return condition;
  }

  updates(): Update {
    const updates: Update[] = [];
    while (this.next < this.words.length) {
      const isAssignment = this.skip('SET');
      if (!isAssignment) this.expect('ADD');
      do updates.push(isAssignment ? this.assignment() : this.addition());
      while (this.skip(','));
    }
    return (item, substitutes) => {
      for (const update of updates) update(item, substitutes);
    };
  }

  private anyOf(): Condition {
    const conditions = [this.allOf()];
    while (this.skip('OR')) conditions.push(this.allOf());
    return (item, substitutes) => conditions.some((holds) => holds(item, substitutes));
  }

  private allOf(): Condition {
    const conditions = [this.single()];
    while (this.skip('AND')) conditions.push(this.single());
    return (item, substitutes) => conditions.every((holds) => holds(item, substitutes));
  }

  private single(): Condition {
    if (this.skip('(')) {
      const inner = this.anyOf();
      this.expect(')');
      return inner;
    }
    if (this.skip('attribute_exists')) return this.existence(true);
    if (this.skip('attribute_not_exists')) return this.existence(false);
    if (this.skip('begins_with')) {
      const [name, prefix] = this.pair();
      return (item, given) => isPrefix(substituteFor(prefix, given), item[nameOf(name, given)]);
    }
    return this.comparison();
  }

  private existence(isWanted: boolean): Condition {
    this.expect('(');
    const name = this.take();
    this.expect(')');
    return (item, given) => nameOf(name, given) in item === isWanted;
  }

  private comparison(): Condition {
    const name = this.take();
    const operator = this.take();
    const against = (word: string, matches: (order: number) => boolean): Condition => {
      return (item, given) => isComparable(item[nameOf(name, given)], substituteFor(word, given), matches);
    };
    if (operator !== 'BETWEEN') {
      const matches = COMPARISONS[operator];
      if (!matches) throw this.unexpected(operator);
      return against(this.take(), matches);
    }
    const isFrom = against(this.take(), (order) => order >= 0);
    this.expect('AND');
    const isTo = against(this.take(), (order) => order <= 0);
    return (item, given) => isFrom(item, given) && isTo(item, given);
  }

  private assignment(): Update {
    const name = this.take();
    this.expect('=');
    if (!this.skip('if_not_exists')) {
      const word = this.take();
      return (item, given) => {
        item[name] = substituteFor(word, given);
      };
    }
    const [kept, word] = this.pair();
    return (item, given) => {
      item[name] = item[kept] ?? substituteFor(word, given);
    };
  }

  private addition(): Update {
    const [name, word] = [this.take(), this.take()];
    return (item, given) => {
      item[name] = {
        N: String(wholeNumber(item[name] ?? { N: '0' }) + wholeNumber(substituteFor(word, given))),
      };
    };
  }

  private pair(): [string, string] {
    this.expect('(');
    const first = this.take();
    this.expect(',');
    const second = this.take();
    this.expect(')');
    return [first, second];
  }

  private take(): string {
    const word = this.words[this.next++];
    if (word === undefined) throw this.unexpected();
    return word;
  }

  private skip(word: string): boolean {
    if (this.words[this.next] !== word) return false;
    this.next++;
    return true;
  }

  private expect(word: string): void {
    if (!this.skip(word)) throw this.unexpected();
  }

  private unexpected(word = this.words[this.next] ?? 'its end'): Error {
    return new Error(`the table in memory can't read ${word} in this place: ${this.text}`);
  }
}

function nameOf(word: string, { names }: Substitutes): string {
  return names?.[word] ?? word;
}

function substituteFor(word: string, { values }: Substitutes): AttributeValue {
  const value = values[word];
  if (value === undefined) throw new Error(`the table in memory was given no value for ${word}`);
  return value;
}

/** Values of different types compare as nothing, as in DynamoDB. */
function isComparable(
  one: AttributeValue | undefined,
  other: AttributeValue,
  matches: (order: number) => boolean,
): boolean {
  if (one === undefined) return false;
  if ('N' in one && 'N' in other) return matches(orderOf(wholeNumber(one), wholeNumber(other)));
  if ('S' in one && 'S' in other) return matches(orderOf(one.S, other.S));
  return false;
}

function isPrefix(prefix: AttributeValue, value: AttributeValue | undefined): boolean {
  return value !== undefined && 'S' in value && 'S' in prefix && value.S.startsWith(prefix.S);
}

export function orderOf<T extends string | bigint>(one: T, other: T): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** All numbers that expressions touch are whole: versions, money, shares, counts, instants. */
function wholeNumber(value: AttributeValue): bigint {
  if (!('N' in value)) throw new Error(`the table in memory can't calculate with ${JSON.stringify(value)}`);
  return BigInt(value.N);
}
