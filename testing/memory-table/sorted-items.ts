import type { AttributeMap } from '../../functions/storage/table/attribute-values';
import { orderOf } from './expressions';

export interface SortedItem {
  readonly sort: string;
  readonly item: AttributeMap;
}

/** The items of each partition in the order of their sort keys. */
export class SortedItems {
  private readonly partitions = new Map<string, SortedItem[]>();

  list(partition: string): readonly SortedItem[] {
    return this.partitions.get(partition) ?? [];
  }

  *all(): Generator<AttributeMap> {
    for (const items of this.partitions.values()) for (const { item } of items) yield item;
  }

  find(partition: string, sort: string): AttributeMap | undefined {
    const items = this.list(partition);
    const found = items[placeOf(items, sort)];
    return found?.sort === sort ? found.item : undefined;
  }

  put(partition: string, sort: string, item: AttributeMap): void {
    const items = this.partitions.get(partition) ?? [];
    this.partitions.set(partition, items);
    const place = placeOf(items, sort);
    items.splice(place, items[place]?.sort === sort ? 1 : 0, { sort, item });
  }

  delete(partition: string, sort: string): void {
    const items = this.partitions.get(partition) ?? [];
    const place = placeOf(items, sort);
    if (items[place]?.sort === sort) items.splice(place, 1);
  }
}

/** The index of the first item that doesn't lie before the sort key. */
function placeOf(items: readonly SortedItem[], sort: string): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item && orderOf(item.sort, sort) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
