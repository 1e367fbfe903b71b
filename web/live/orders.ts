import { signal } from '@preact/signals-core';
import type { Order } from '../api/answers';

/** How many orders are remembered; the lists of the server have the rest. */
const KEPT = 500;

export interface OrderFilter {
  readonly user: string;
  readonly status: 'open' | 'closed' | 'all';
  readonly stockId?: string | undefined;
}

export function isOpen(order: Pick<Order, 'status'>): boolean {
  return order.status === 'new' || order.status === 'partially_filled';
}

/**
 * The latest that is known of orders, from events and from the answers to what was asked. Lists of the server are
 * shown through it, so that an answer on its way cannot undo what came after it was made.
 */
export class LatestOrders {
  private readonly latest = new Map<string, { readonly order: Order; readonly told: number }>();
  private tellings = 0;
  /** Raised by every change, for what draws lists. */
  readonly changes = signal(0);

  /** @returns whether it was news */
  tell(order: Order): boolean {
    const known = this.latest.get(order.id)?.order;
    if (known && order.version <= known.version) return false;
    this.latest.delete(order.id);
    this.latest.set(order.id, { order, told: ++this.tellings });
    const [oldest] = this.latest.keys();
    if (this.latest.size > KEPT && oldest !== undefined) this.latest.delete(oldest);
    this.changes.value += 1;
    return true;
  }

  /** The order as it is known latest. */
  newest(order: Order): Order {
    const known = this.latest.get(order.id)?.order;
    return known && known.version > order.version ? known : order;
  }

  /** A list of the server with what happened since, newest first. */
  merged(listed: readonly Order[], filter: OrderFilter, isWhole = true): Order[] {
    const ids = new Set(listed.map(({ id }) => id));
    // What is older than the end of a list that goes on belongs to a page that was not fetched.
    const oldest = isWhole ? '' : (listed.at(-1)?.id ?? '');
    const added = this.all().filter((order) => !ids.has(order.id) && order.id > oldest);
    return [...listed.map((order) => this.newest(order)), ...added]
      .filter((order) => isListed(order, filter))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Now, for {@link missing}: before something is asked for. */
  get moment(): number {
    return this.tellings;
  }

  /**
   * Orders that were open when we last heard of them, and are no longer in a list of the open ones that was asked for
   * after that: something happened to them that nobody told us.
   */
  missing(listed: readonly Order[], filter: OrderFilter, isWhole: boolean, moment: number): Order[] {
    const ids = new Set(listed.map(({ id }) => id));
    const oldest = isWhole ? '' : (listed.at(-1)?.id ?? '');
    return [...this.latest.values()]
      .filter(({ told }) => told <= moment)
      .map(({ order }) => order)
      .filter((order) => isListed(order, filter) && !ids.has(order.id) && order.id > oldest);
  }

  private all(): Order[] {
    return [...this.latest.values()].map(({ order }) => order);
  }

  clear(): void {
    this.latest.clear();
    this.changes.value += 1;
  }
}

function isListed(order: Order, { user, status, stockId }: OrderFilter): boolean {
  if (order.user_id !== user || (stockId && order.stock_id !== stockId)) return false;
  return status === 'all' || (status === 'open') === isOpen(order);
}

export const latestOrders = new LatestOrders();
