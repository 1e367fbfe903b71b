import type { QuoteEvent, UserEvent } from '../contract/events';

/** What subscribers of a topic are told. */
export interface Announcement {
  readonly topic: string;
  readonly event: UserEvent | QuoteEvent;
}
