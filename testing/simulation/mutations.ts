/** A deliberate bug: snippets of the source, each occurring exactly once, and their replacements. */
export interface Mutation {
  readonly name: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

function mutation(
  name: string,
  ...edits: readonly (readonly [file: string, find: string, replace: string])[]
): Mutation {
  return {
    name,
    edits: edits.map(([file, find, replace]) => ({ file: `functions/${file}`, find, replace })),
  };
}

/** Bugs that the simulation must find, each on its own: typical mistakes in a system of this kind. */
export const MUTATIONS: readonly Mutation[] = [
  mutation('nothing asks whether what leaves is available', [
    'storage/writes/move-balances.ts',
    '.filter(([, change]) => change < 0)',
    ".filter(([part, change]) => part === 'frozen' && change < 0)",
  ]),
  mutation('a fill releases its hold twice', [
    'domain/fill.ts',
    'available: plus(released, moved)',
    'available: plus(plus(released, released), moved)',
  ]),
  mutation('a fill releases at its price instead of the bound', [
    'domain/fill.ts',
    'money(isBuy ? heldBy(order) - holdOf(after).remaining : 0n)',
    'money(isBuy ? plus(value, fee) : 0n)',
  ]),
  mutation(
    'buys ignore the availability',
    [
      'domain/fill.ts',
      'offeredTo(order.side, quote), mostAtOnce(priceFor(order.side, quote))',
      'mostAtOnce(priceFor(order.side, quote))',
    ],
    ['domain/stock.ts', 'assert(shares <= offeredTo(side, met)', 'assert(shares > 0'],
    ['domain/stock.ts', 'quantity(met.left - shares)', 'quantity(Math.max(0, met.left - shares))'],
    ['domain/stock.ts', 'quantity(met.sellsLeft - shares)', 'quantity(Math.max(0, met.sellsLeft - shares))'],
  ),
  mutation(
    'an expired order is filled until it is swept',
    ['domain/fill.ts', 'isOpen(order) && !hasExpired(order, now)', 'isOpen(order)'],
    ['storage/matching/market-session.ts', '!hasExpired(entry, this.store.now()) &&', ''],
  ),
  mutation('a filled order stays in the book', [
    'storage/matching/change-writes.ts',
    'Object.assign(writes, moveEntry(before, after));',
    '',
  ]),
  mutation('a canceled order stays in the book', [
    'storage/transactions/cancel-order.ts',
    '...moveEntry(order, canceled),',
    '',
  ]),
  mutation('a tick is counted again when it is delivered again', [
    'domain/stock.ts',
    "if (unflushedTicks(stock).some((known) => isSameTick(known, tick))) return { outcome: 'duplicate', stock };",
    '',
  ]),
  mutation('a tick is counted again when its page is written', [
    'domain/stock.ts',
    "if (wasStored) return { outcome: 'duplicate', stock };",
    '',
  ]),
  mutation('a tick with another sequence is taken for the same', [
    'domain/tick.ts',
    'return isAlike && TICK_EXTRAS.every((extra) => a[extra] === b[extra]);',
    'return isAlike;',
  ]),
  mutation('sold shares keep their cost in the holding', [
    'domain/holding.ts',
    'const exact = (exactCost(basis) * BigInt(held - shares)) / BigInt(held);',
    'const exact = exactCost(basis);',
  ]),
  mutation('a sale realizes its cost twice', [
    'domain/holding.ts',
    'plus(change.realized, minus(fill.entry.money, cost))',
    'plus(change.realized, minus(minus(fill.entry.money, cost), cost))',
  ]),
  mutation('every fill is charged the total fees of its order', [
    'domain/fill.ts',
    'const fee = minus(feesPaid(after), feesPaid(order));',
    'const fee = feesPaid(after);',
  ]),
  mutation('a fee is charged twice', [
    'domain/fill.ts',
    'const moved = isBuy ? negated(plus(value, fee)) : minus(value, fee);',
    'const moved = isBuy ? negated(plus(plus(value, fee), fee)) : minus(minus(value, fee), fee);',
  ]),
  mutation('a fee is recorded but not charged', [
    'domain/fill.ts',
    'const moved = isBuy ? negated(plus(value, fee)) : minus(value, fee);',
    'const moved = isBuy ? negated(value) : value;',
  ]),
  mutation("a buy doesn't hold its fees", [
    'domain/order.ts',
    'return value + feesOn(feeSchedule, side, plus(filledValue, value), total) - feesPaid(order);',
    'return value;',
  ]),
  mutation('fees are charged on the total instead of what was filled', [
    'domain/order.ts',
    'const filled = total - remaining + shares;',
    'const filled = total;',
  ]),
  mutation('a sell pays more than its value', [
    'domain/order.ts',
    "return side === 'sell' && due > most ? most : due;",
    'return due;',
  ]),
  mutation('the spread is taken the wrong way round', [
    'domain/tick.ts',
    "return (side === 'buy' ? ask : bid) ?? price;",
    "return (side === 'buy' ? bid : ask) ?? price;",
  ]),
  mutation('a fill is at the price whatever the bid and the ask are', [
    'domain/fill.ts',
    'const price = priceFor(order.side, quote);',
    'const { price } = quote;',
  ]),
  mutation('buys take what is bid for', [
    'domain/tick.ts',
    "return (side === 'buy' ? askSize : bidSize) ?? availability;",
    "return (side === 'buy' ? bidSize : askSize) ?? availability;",
  ]),
  mutation('the worst price goes first', [
    'domain/book.ts',
    "first < second === (a.side === 'sell') ? -1 : 1",
    "first < second === (a.side === 'sell') ? 1 : -1",
  ]),
  mutation('a replaced order keeps its place whatever it asks', [
    'domain/replacement.ts',
    'keepsPlace(order, terms) ? order.priority : priority',
    'order.priority',
  ]),
  mutation('the stock is written whatever its version', [
    'storage/matching/commit-stock.ts',
    "{ ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': read.version } }",
    "{ ConditionExpression: 'version > :read', ExpressionAttributeValues: { ':read': 0 } }",
  ]),
  mutation(
    'an order is written whatever its version',
    ['storage/writes/update-order.ts', "':read': before.version }", "':read': 0 }"],
    ['storage/writes/update-order.ts', "'version = :read'", "'version > :read'"],
  ),
  mutation('a deposit is not remembered with its key', [
    'storage/transactions/transfer.ts',
    'record: remember && result && recordWrite(remember, result, now),',
    '',
  ]),
  mutation('a refused attempt does not look for the answer of the other', [
    'http/edge/repeats.ts',
    '(isRejection(result) && (await replayOf(store, request))) || result',
    'result',
  ]),
  mutation('a retried transaction is another transaction', [
    'storage/table/transact.ts',
    'ClientRequestToken: randomUUID(),',
    '',
  ]),
  mutation('immediate-or-cancel rests', [
    'domain/placement.ts',
    "if (order.timeInForce !== 'ioc')",
    'if (order.version > 0)',
  ]),
  mutation('fill-or-kill is filled in part', [
    'domain/placement.ts',
    "order.timeInForce === 'fok' && shares < order.total",
    "order.timeInForce === 'fok' && shares === 0",
  ]),
  mutation('a late tick becomes the quote', [
    'domain/stock.ts',
    'stock.quote === undefined || tick.timestamp >= stock.quote.timestamp',
    'true',
  ]),
  mutation('an old quote still fills', [
    'domain/stock.ts',
    'return now < freshUntil(quote, maxAgeSeconds);',
    'return true;',
  ]),
  mutation('the statistics count a flushed tick twice', [
    'domain/history.ts',
    'statistics = withPrice(statistics, tick.price);',
    'statistics = withPrice(withPrice(statistics, tick.price), tick.price);',
  ]),
  mutation('a late tick is counted in a closed candle and in the open one', [
    'domain/history.ts',
    'else missed.push({ interval, candle });',
    'missed.push({ interval, candle });',
  ]),
  mutation('the stock does not learn of a new band', [
    'storage/transactions/place-order.ts',
    'bookEntries(placement).reduce(withEntry, stock);',
    'stock;',
  ]),
  mutation('nobody goes on with a tick whose matching was cut off', [
    'storage/matching/market-session.ts',
    'const draft = { ...this.draft, stock: this.afterReadingBooks() };',
    'const draft = { ...this.draft, stock: { ...this.afterReadingBooks(), unsettled: false } };',
  ]),
  mutation('a tick that came while an order was placed does not fill it', [
    'storage/transactions/place-order.ts',
    'fillMetQuote(store, placed.order, placed.stock, options.quoteMaxAgeSeconds);',
    'fillMetQuote(store, placed.order, placed.stock, 0);',
  ]),
  mutation('nobody goes on with a late tick whose matching was cut off', [
    'storage/matching/market-session.ts',
    'const draft = { ...this.draft, stock: this.afterReadingBooks() };',
    'const draft = { ...this.draft, stock: { ...this.afterReadingBooks(), overtaken: undefined } };',
  ]),
  mutation('a late tick fills nothing', [
    'domain/stock.ts',
    'return isInTime ? { ...stock, overtaken: quoteOf(tick, rules) } : stock;',
    'return stock;',
  ]),
  mutation('a late tick fills however late it is', [
    'domain/stock.ts',
    'return isInTime ? { ...stock, overtaken: quoteOf(tick, rules) } : stock;',
    'return { ...stock, overtaken: quoteOf(tick, rules) };',
  ]),
  mutation('a late tick fills orders that were placed after it came', [
    'storage/matching/market-session.ts',
    "if (offer === 'overtaken') return stoodAt(order, this.met(offer).receivedAt);",
    "if (offer === 'overtaken') return true;",
  ]),
  mutation('a late tick fills at the price of the quote', [
    'storage/matching/market-session.ts',
    'const met = this.stock[offer];',
    'const met = this.stock.quote;',
  ]),
  mutation('what a late tick fills is not counted in candles that are closed', [
    'storage/matching/market-session.ts',
    'this.late.addVolume(stock, quote, missed, fill.shares);',
    '',
  ]),
  mutation('an order that waits for a price is not told to the stock', [
    'domain/book-index.ts',
    'return knowsOf(stock, entry) ? stock : withNearest(stock, side, triggerOf(entry));',
    'return stock;',
  ]),
  mutation('the nearest price that orders wait for is forgotten', [
    'storage/matching/market-session.ts',
    'this.change(withNearest(this.stock, side, stillNearest));',
    'this.change(withNearest(this.stock, side, undefined));',
  ]),
  mutation('a price that is reached wakes nobody', [
    'storage/matching/market-session.ts',
    'if (this.mayMeet(offer, order)) await this.enter(offer, entry, order);',
    'if (this.mayMeet(offer, order)) continue;',
  ]),
  mutation('a band that has orders in it goes', [
    'storage/matching/book-side.ts',
    'return this.found === 0;',
    'return true;',
  ]),
  mutation('sells take what other sells have taken', [
    'domain/stock.ts',
    'return met.sellsLeft === undefined ? met : { ...met, sellsLeft: quantity(met.sellsLeft - shares) };',
    'return met;',
  ]),
  mutation('a stop is triggered again at each price that is beyond it', [
    'domain/order.ts',
    'if (triggeredAt !== undefined) return undefined;',
    'if (triggeredAt === 0) return undefined;',
  ]),
  mutation('a triggered stop waits again when the price turns back', [
    'storage/items/order.ts',
    'triggeredAt: instantField.optional(),',
    '',
  ]),
  mutation('a stop fills without having been triggered', [
    'domain/order.ts',
    "return pendingStop(terms) === undefined || (terms.side === 'sell' && terms.exit?.takeProfit !== undefined);",
    'return terms.total > 0;',
  ]),
  mutation('a stop is triggered on the wrong side of the price', [
    'domain/order.ts',
    'stop !== undefined && isReached(order.side, stop, price)',
    'stop !== undefined && !isReached(order.side, stop, price)',
  ]),
  mutation('a replaced stop keeps the collar of the old one', [
    'domain/replacement.ts',
    'change.stopPrice == null ? changed : withCollarAroundStop(changed, marketCollarPercent)',
    'change.stopPrice == null ? changed : changed',
  ]),
  mutation('a market order to buy stops short of its collar', [
    'domain/placement.ts',
    'return money((price * parts) / BigInt(100 * PARTS_PER_PERCENT));',
    'return price;',
  ]),
  mutation('an exit leaves the entry of its stop behind when it closes', [
    'storage/writes/update-order.ts',
    'if (!later.has(place)) writes',
    "if (!lies.has(place) && !(lies.size === 0 && PK.endsWith('#128'))) writes",
  ]),
  mutation('an exit that was triggered still asks for its profit', [
    'domain/order.ts',
    'const takeProfit = triggeredAt === undefined ? exit?.takeProfit : undefined;',
    'const takeProfit = exit?.takeProfit;',
  ]),
  mutation('an exit sells what was ordered instead of what was bought', [
    'domain/exit.ts',
    'total: bought, remaining: bought,',
    'total: order.total, remaining: order.total,',
  ]),
  mutation('a canceled buy leaves no exit', [
    'storage/transactions/cancel-order.ts',
    'const closing = closingWithExit(after, store.newId(now) as OrderId, now);',
    'const closing = closingWithExit(order, store.newId(now) as OrderId, now);',
  ]),
  mutation('a buy that a tick closes leaves no exit', [
    'storage/matching/market-session.ts',
    'const closing = closingWithExit(fill.order,',
    'const closing = closingWithExit(order,',
  ]),
  mutation('what was bought for an exit can be sold before it is placed', [
    'domain/fill.ts',
    'return exit ? { available: NO_SHARES, frozen: shares }',
    'return exit && shares < 0 ? { available: NO_SHARES, frozen: shares }',
  ]),
  mutation('the stop of an exit that a buy leaves behind is not told to the stock', [
    'storage/matching/market-session.ts',
    'if (entry.band === WAITING) this.isHidingStops = true;',
    'if (entry.band === WAITING) continue;',
  ]),
  mutation('a tick does not look for the stop of an exit that a tick of its message has placed', [
    'storage/matching/market-session.ts',
    'if (this.isHidingStops) await this.commit();',
    '',
  ]),
  mutation('what a tick of a message has filled of an order is forgotten when the next one wakes others', [
    'storage/matching/market-session.ts',
    'const unknown = entries.filter(({ orderId }) => !this.orders.has(orderId));',
    'const unknown = entries;',
  ]),
  mutation('anybody may move the money of anybody', [
    'http/edge/caller.ts',
    'return isSelf || caller.isAdmin;',
    'return true;',
  ]),
];
