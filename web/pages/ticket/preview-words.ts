import { type Money, money, toJsonNumber } from '../../../functions/domain/money';
import { type Exit, isOpen, pendingStop } from '../../../functions/domain/order';
import { priceFor } from '../../../functions/domain/tick';
import { formatMoney, formatShares, inShares } from '../../format/money';
import type { LiveStock } from '../../live/quotes';
import type { Preview } from './preview';

export interface PreviewWords {
  readonly lead: string;
  readonly text: string;
  readonly icon: 'zap' | 'clock' | 'ban';
}

type PreviewedStock = Pick<LiveStock, 'price' | 'ask' | 'bid' | 'availability'>;

/** What would happen, in a sentence with its figures. */
export function previewWords(preview: Preview, stock: PreviewedStock): PreviewWords {
  const { order, filled } = preview;
  if (order.status === 'rejected') {
    return {
      lead: 'Nothing would happen:',
      text: `${whyWaiting(preview, stock)} All at once or nothing means nothing for now.`,
      icon: 'ban',
    };
  }
  if (filled > 0) return { lead: 'Fills at once:', text: fillText(preview, stock), icon: 'zap' };
  if (!isOpen(order)) {
    return {
      lead: 'Nothing fills at once:',
      text: `${whyWaiting(preview, stock)} So the whole order is canceled.`,
      icon: 'ban',
    };
  }
  return { lead: 'Waits:', text: whyWaiting(preview, stock), icon: 'clock' };
}

function fillText(
  { order, filled, value, fees, released }: Preview,
  { availability, ...stock }: PreviewedStock,
): string {
  const isBuy = order.side === 'buy';
  const at = formatMoney(priceFor(order.side, stock));
  const moved = formatMoney(toJsonNumber(money(isBuy ? value + fees : value - fees)));
  const amount = fees > 0n ? `${moved}, with a fee of ${formatMoney(toJsonNumber(fees))}` : moved;
  const what = isBuy
    ? `${formatShares(filled)} of ${formatShares(availability)} offered at ${at}. You pay ${amount}`
    : `${inShares(filled)} at ${at}. You receive ${amount}`;
  const free = isBuy && released > 0n ? `; ${formatMoney(toJsonNumber(money(released)))} is released` : '';
  return `${what}${free}.${restText(order.remaining, isOpen(order))}`;
}

function restText(remaining: number, isWaiting: boolean): string {
  if (remaining === 0) return '';
  return isWaiting
    ? ` The other ${formatShares(remaining)} wait.`
    : ` The other ${formatShares(remaining)} are canceled.`;
}

function whyWaiting({ order, waiting }: Preview, { availability, ...stock }: PreviewedStock): string {
  const price = priceFor(order.side, stock);
  switch (waiting) {
    case 'no_price':
      return 'the stock has no price yet.';
    case 'quiet':
      return 'the stock is quiet, so nothing fills until its next tick.';
    case 'nothing_offered':
      return `the price fits, but nothing is left of what was offered at ${formatMoney(price)}.`;
    case 'not_triggered':
      return `until the price ${order.side === 'buy' ? 'rises' : 'falls'} to ${amount(pendingStop(order))}. It is ${formatMoney(price)}.`;
    case 'price_outside':
      return order.exit
        ? exitText(order.exit, price)
        : `the price is ${formatMoney(price)}, ${isAbove(order, price) ? 'above' : 'below'} what you accept.`;
    default:
      return `${formatShares(availability)} are offered, ${formatShares(order.total)} are wanted.`;
  }
}

function isAbove({ upperBound }: Preview['order'], price: number | null): boolean {
  return upperBound !== undefined && price !== null && price > toJsonNumber(upperBound);
}

function exitText({ takeProfit, stopLoss }: Exit, price: number | null): string {
  const ways = [
    ...(takeProfit === undefined ? [] : [`rises to ${amount(takeProfit)}`]),
    ...(stopLoss === undefined ? [] : [`falls to ${amount(stopLoss)}`]),
  ];
  return `until the price ${ways.join(' or ')}. It is ${formatMoney(price)}.`;
}

function amount(price: Money | undefined): string {
  return formatMoney(price === undefined ? undefined : toJsonNumber(price));
}
