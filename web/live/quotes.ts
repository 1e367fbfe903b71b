import { batch, type Signal, signal } from '@preact/signals-core';
import type { Day, StockSummary } from '../api/answers';

/** The newest that is known of a stock's market, whoever told it. */
export interface LiveStock {
  readonly stockId: string;
  readonly name: string;
  readonly price: number | null;
  /** What buys pay and sells get, if the feed sends it. */
  readonly ask?: number | null;
  readonly bid?: number | null;
  readonly availability: number | null;
  readonly timestamp: string | null;
  /** When the server committed the quote: from here it ages. */
  readonly receivedAt: string | null;
  readonly version: number;
  readonly day: Day | null;
  /** Whether the last change of the price went up (1) or down (−1). */
  readonly direction: -1 | 0 | 1;
}

/** A quote event as it comes over MQTT. */
export interface QuoteEvent {
  readonly stock_id: string;
  readonly sequence: number;
  readonly name: string;
  readonly price: number;
  readonly ask?: number | null;
  readonly bid?: number | null;
  readonly availability: number;
  readonly timestamp: string;
  readonly received_at: string;
}

/** Draws before the next frame; tests draw when they say. */
export type Schedule = (draw: () => void) => void;

const nextFrame: Schedule = (draw) =>
  document.visibilityState === 'visible' ? requestAnimationFrame(draw) : setTimeout(draw, 1_000);

/**
 * The quotes of all stocks. What comes is kept at once and shown once a frame, however much came since the last.
 * A quote counts when its version is higher than the known one, so the order in which events and answers arrive,
 * and how often, makes no difference.
 */
export class Quotes {
  private readonly shown = new Map<string, Signal<LiveStock | undefined>>();
  private readonly newest = new Map<string, LiveStock>();
  private readonly changed = new Set<string>();
  private isDrawing = false;

  constructor(private readonly schedule: Schedule = nextFrame) {}

  /** What is shown of a stock, in a signal of its own: a tick draws what reads it and nothing else. */
  of(stockId: string): Signal<LiveStock | undefined> {
    const known = this.shown.get(stockId);
    if (known) return known;
    const made = signal(this.newest.get(stockId));
    this.shown.set(stockId, made);
    return made;
  }

  tell(event: QuoteEvent): void {
    const before = this.newest.get(event.stock_id);
    if (before && event.sequence <= before.version) return;
    const { price, timestamp } = event;
    this.keep({
      stockId: event.stock_id,
      name: event.name,
      price,
      ask: event.ask ?? null,
      bid: event.bid ?? null,
      availability: event.availability,
      timestamp,
      receivedAt: event.received_at,
      version: event.sequence,
      day: dayWith(before?.day ?? null, price, timestamp),
      direction: directionOf(before, price),
    });
  }

  answer(summary: StockSummary): void {
    const before = this.newest.get(summary.stock_id);
    const { version } = summary;
    if (before && version < before.version) {
      this.fillIn(before, summary.day);
      return;
    }
    const { price, ask, bid, availability, timestamp } = summary;
    this.keep({
      stockId: summary.stock_id,
      name: summary.name,
      price,
      ask,
      bid,
      availability,
      timestamp,
      receivedAt: summary.received_at,
      version,
      day: summary.day,
      direction: directionOf(before, price),
    });
  }

  /** An answer from before the newest event still tells the day, which events don't. */
  private fillIn(stock: LiveStock, day: Day | null): void {
    if (stock.day !== null || stock.price === null || stock.timestamp === null) return;
    this.keep({ ...stock, day: dayWith(day, stock.price, stock.timestamp) });
  }

  private keep(stock: LiveStock): void {
    this.newest.set(stock.stockId, stock);
    this.changed.add(stock.stockId);
    if (this.isDrawing) return;
    this.isDrawing = true;
    this.schedule(() => this.draw());
  }

  private draw(): void {
    this.isDrawing = false;
    const changed = [...this.changed];
    this.changed.clear();
    batch(() => {
      for (const stockId of changed) this.of(stockId).value = this.newest.get(stockId);
    });
  }
}

function directionOf(before: LiveStock | undefined, price: number | null): -1 | 0 | 1 {
  if (!before || before.price === null || price === null || before.price === price) {
    return before?.direction ?? 0;
  }
  return price > before.price ? 1 : -1;
}

/** The day goes on with the quote, or begins with it. Its volume is for the server to count. */
function dayWith(day: Day | null, price: number, timestamp: string): Day | null {
  const date = timestamp.slice(0, 10);
  if (day === null) return null;
  if (day.date > date) return day;
  if (day.date < date) return { date, open: price, high: price, low: price, volume: 0 };
  return { ...day, high: Math.max(day.high, price), low: Math.min(day.low, price) };
}

export const quotes = new Quotes();
