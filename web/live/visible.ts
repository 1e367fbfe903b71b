import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { topicOf, wantedTopics } from './topics';

/** Of a long list no more than this are followed: nobody sees more rows at once. */
const FOLLOWED_MAX = 40;

/** Subscribes to the quotes of those rows that are on screen. Rows name their stock in `data-stock`. */
export function useVisibleQuotes(list: RefObject<HTMLElement | null>, rows: readonly string[]): void {
  const shown = rows.join(' ');
  useEffect(() => {
    const followed = new Map<string, () => void>();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const stockId = target instanceof HTMLElement ? target.dataset.stock : undefined;
        if (stockId === undefined) continue;
        if (isIntersecting && !followed.has(stockId) && followed.size < FOLLOWED_MAX) {
          followed.set(stockId, wantedTopics.want(topicOf.quote(stockId)));
        } else if (!isIntersecting) {
          followed.get(stockId)?.();
          followed.delete(stockId);
        }
      }
    });
    for (const row of list.current?.querySelectorAll('[data-stock]') ?? []) observer.observe(row);
    return () => {
      observer.disconnect();
      for (const stop of followed.values()) stop();
    };
  }, [shown, list]);
}

/** Follows the quotes of these stocks, wherever they are shown. */
export function useQuotes(stockIds: readonly string[]): void {
  const wanted = stockIds.slice(0, FOLLOWED_MAX).join(' ');
  useEffect(() => {
    const stops = wanted
      .split(' ')
      .filter((stockId) => stockId !== '')
      .map((stockId) => wantedTopics.want(topicOf.quote(stockId)));
    return () => {
      for (const stop of stops) stop();
    };
  }, [wanted]);
}

/** Follows a topic for as long as it is shown. */
export function useTopic(topic: string): void {
  useEffect(() => wantedTopics.want(topic), [topic]);
}
