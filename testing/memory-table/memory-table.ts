import { type AttributeMap, decodeItem, encodeItem } from '../../functions/storage/table/attribute-values';
import type { Answers, Condition, Inputs, Update } from '../../functions/storage/table/operations';
import type { Key, RawItem } from '../../functions/storage/table/raw-item';
import { conditionOf, type Substitutes, updateOf } from './expressions';
import { SortedItems } from './sorted-items';

const PARTITION_CONDITION = /^#partition = :partition(?: AND (.+))?$/;
const KEYS = ['PK', 'SK'];
const INDEX_KEYS = [...KEYS, 'GSI1PK', 'GSI1SK'];
const INDEX_ORDER = ['GSI1SK', 'PK', 'SK'];
const PROJECTED = [...INDEX_KEYS, 'fill'];

/** A table with our keys and our index. Items are kept encoded, so nobody changes one by changing what was read. */
export class MemoryTable {
  private readonly table = new SortedItems();
  private readonly index = new SortedItems();

  items(): Iterable<AttributeMap> {
    return this.table.all();
  }

  read({ PK, SK }: Key): RawItem | undefined {
    const item = this.table.find(PK, SK);
    return item && decodeItem(item);
  }

  meets({ PK, SK }: Key, { ConditionExpression, ...rest }: Condition): boolean {
    if (ConditionExpression === undefined) return true;
    return conditionOf(ConditionExpression)(this.table.find(PK, SK) ?? {}, substitutesIn(rest));
  }

  put(item: AttributeMap): void {
    const key = { PK: textIn(item, 'PK'), SK: textIn(item, 'SK') };
    this.delete(key);
    this.table.put(key.PK, key.SK, item);
    if (isIndexed(item)) this.index.put(textIn(item, 'GSI1PK'), sortIn(item, INDEX_ORDER), item);
  }

  delete({ PK, SK }: Key): void {
    const item = this.table.find(PK, SK);
    if (!item) return;
    this.table.delete(PK, SK);
    if (isIndexed(item)) this.index.delete(textIn(item, 'GSI1PK'), sortIn(item, INDEX_ORDER));
  }

  update({ Key: { PK, SK }, UpdateExpression, ...rest }: Update): void {
    const item = { ...(this.table.find(PK, SK) ?? encodeItem({ PK, SK })) };
    updateOf(UpdateExpression)(item, substitutesIn(rest));
    this.put(item);
  }

  query({ ScanIndexForward, ExclusiveStartKey, Limit, ...stretch }: Inputs['Query']): Answers['Query'] {
    const isOfTable = stretch.IndexName === undefined;
    const found = this.stretchOf(stretch);
    if (!ScanIndexForward) found.reverse();
    const behind =
      ExclusiveStartKey && sortIn(encodeItem(ExclusiveStartKey), isOfTable ? ['SK'] : INDEX_ORDER);
    const start =
      behind === undefined
        ? 0
        : found.findIndex(({ sort }) => (ScanIndexForward ? sort > behind : sort < behind));
    const rest = start < 0 ? [] : found.slice(start);
    const page = rest.slice(0, Limit).map(({ item }) => item);
    const last = page.length === Limit ? page.at(-1) : undefined;
    return {
      Items: page.map((item) => decodeItem(isOfTable ? item : only(PROJECTED, item))),
      ...(last && { LastEvaluatedKey: decodeItem(only(isOfTable ? KEYS : INDEX_KEYS, last)) }),
    };
  }

  private stretchOf(input: Pick<Inputs['Query'], 'IndexName' | 'KeyConditionExpression'> & Condition) {
    const given = substitutesIn(input);
    const [, restriction] = PARTITION_CONDITION.exec(input.KeyConditionExpression) ?? [];
    const isWithin = restriction === undefined ? () => true : conditionOf(restriction);
    const items = (input.IndexName === undefined ? this.table : this.index).list(
      textIn(given.values, ':partition'),
    );
    return items.filter(({ item }) => isWithin(item, given));
  }
}

function substitutesIn({ ExpressionAttributeNames, ExpressionAttributeValues = {} }: Condition): Substitutes {
  return { names: ExpressionAttributeNames, values: encodeItem(ExpressionAttributeValues) };
}

function isIndexed(item: AttributeMap): boolean {
  return 'GSI1PK' in item && 'GSI1SK' in item;
}

/** Where an item lies in its partition. */
function sortIn(item: AttributeMap, names: readonly string[]): string {
  return names.map((name) => textIn(item, name)).join('\0');
}

function textIn(item: AttributeMap, name: string): string {
  const value = item[name];
  if (!value || !('S' in value)) throw new Error(`the table in memory needs a text as ${name}`);
  return value.S;
}

function only(names: readonly string[], item: AttributeMap): AttributeMap {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
