/** The topics that are wanted, counted: two parts of a page may want the same. */
export class WantedTopics {
  private readonly counts = new Map<string, number>();
  /** Whoever subscribes to them sets it. */
  onChange = () => {};

  /** @returns what gives the topic up again */
  want(topic: string): () => void {
    this.counts.set(topic, (this.counts.get(topic) ?? 0) + 1);
    this.onChange();
    let isWanted = true;
    return () => {
      if (!isWanted) return;
      isWanted = false;
      const left = (this.counts.get(topic) ?? 1) - 1;
      if (left > 0) this.counts.set(topic, left);
      else this.counts.delete(topic);
      this.onChange();
    };
  }

  all(): string[] {
    return [...this.counts.keys()];
  }
}

export const topicOf = {
  orders: (userId: string) => `trading/users/${userId}/orders`,
  quote: (stockId: string) => `trading/stocks/${stockId}/quote`,
};

const QUOTE_TOPIC = /^trading\/stocks\/[^/]+\/quote$/;

export function isQuoteTopic(topic: string): boolean {
  return QUOTE_TOPIC.test(topic);
}

/** Whatever is on screen, and the orders of whoever is signed in. */
export const wantedTopics = new WantedTopics();
