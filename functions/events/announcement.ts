import type { QuoteEvent, UserEvent } from '../contract/events';

/** What the subscribers of a topic receive. */
export interface Announcement {
  readonly topic: string;
  readonly event: UserEvent | QuoteEvent;
}
