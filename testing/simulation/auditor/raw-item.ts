import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A raw item of the table, read attribute by attribute. A missing attribute or a wrong type is an error. */
export class RawItem {
  readonly partition: string;
  readonly sort: string;

  constructor(private readonly attributes: Record<string, AttributeValue>) {
    this.partition = this.text('PK');
    this.sort = this.text('SK');
  }

  has(name: string): boolean {
    return name in this.attributes;
  }

  text(name: string): string {
    return this.need(name, this.attributes[name]?.S);
  }

  textOrNone(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  whole(name: string): bigint {
    return BigInt(this.need(name, this.attributes[name]?.N));
  }

  wholeOrNone(name: string): bigint | undefined {
    return this.has(name) ? this.whole(name) : undefined;
  }

  count(name: string): number {
    return Number(this.whole(name));
  }

  countOrNone(name: string): number | undefined {
    return this.has(name) ? this.count(name) : undefined;
  }

  flag(name: string): boolean {
    return this.need(name, this.attributes[name]?.BOOL);
  }

  bytes(name: string): Uint8Array {
    return this.need(name, this.attributes[name]?.B);
  }

  counts(name: string): number[] {
    return this.need(name, this.attributes[name]?.L).map(({ N }) => Number(N));
  }

  /** A map attribute, read like an item. */
  inner(name: string): RawItem {
    const { PK, SK } = this.attributes;
    if (!PK || !SK) throw new Error('an item has its keys');
    return new RawItem({ ...this.need(name, this.attributes[name]?.M), PK, SK });
  }

  names(): string[] {
    return Object.keys(this.attributes);
  }

  private need<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    const { PK, SK } = this.attributes;
    throw new Error(`${PK?.S} ${SK?.S} has no ${name} of the expected type`);
  }
}
