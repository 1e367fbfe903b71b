import { connectTickPublisher, type TickPublisher, type TickPublisherOptions } from './tick-publisher';

/**
 * A publisher with several connections, for brokers that limit each one, as IoT Core does to 100 messages a second.
 * Messages on one topic always use the same connection, which preserves their order.
 */
export async function connectTickPublishers(
  options: TickPublisherOptions,
  count: number,
): Promise<TickPublisher> {
  const connecting = Array.from({ length: count }, () => connectTickPublisher(options));
  const publishers = await allOrNone(connecting);
  const next = turns(publishers);
  const byTopic = new Map<string, TickPublisher>();
  return {
    get isConnected() {
      return publishers.every((publisher) => publisher.isConnected);
    },
    async publish(topic, payload) {
      const publisher = byTopic.get(topic) ?? next();
      byTopic.set(topic, publisher);
      await publisher.publish(topic, payload);
    },
    async close() {
      await Promise.all(publishers.map((publisher) => publisher.close()));
    },
  };
}

/** If one connection fails, closes the others. */
async function allOrNone(connecting: Promise<TickPublisher>[]): Promise<TickPublisher[]> {
  try {
    return await Promise.all(connecting);
  } catch (error) {
    const outcomes = await Promise.allSettled(connecting);
    await Promise.all(outcomes.map((each) => each.status === 'fulfilled' && each.value.close()));
    throw error;
  }
}

/** Round robin: connections get equal numbers of topics, give or take one. */
function turns<T>(items: readonly T[]): () => T {
  let given = 0;
  return () => {
    const item = items[given++ % items.length];
    if (item === undefined) throw new RangeError('at least one connection is needed');
    return item;
  };
}
