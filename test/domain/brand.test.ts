import type { Branded } from '../../functions/domain/brand';
import type { OrderId, StockId, UserId } from '../../functions/domain/ids';
import type { Money, Quantity } from '../../functions/domain/money';

/** Nothing here can fail when it runs: the type checker fails when one of these lines becomes legal. */
function takes<T>(_value: T): void {}

declare const stockId: StockId;
declare const orderId: OrderId;
declare const amount: Money;
declare const shares: Quantity;

function mixUps(): void {
  // @ts-expect-error A stock's id is not a user's.
  takes<UserId>(stockId);
  // @ts-expect-error An order's id is not a stock's.
  takes<StockId>(orderId);
  // @ts-expect-error Any string is not an id.
  takes<UserId>('ann');
  // @ts-expect-error Shares are not money.
  takes<Money>(shares);
  // @ts-expect-error Money is not shares.
  takes<Quantity>(amount);
  // @ts-expect-error A sum of money is money only when money's own plus made it.
  takes<Money>(amount + amount);
  // @ts-expect-error Two brands of one base are not each other.
  takes<Branded<string, 'Left'>>(stockId);
  takes<string>(stockId);
  takes<bigint>(amount);
}

test('brands don’t exist at run time', () => {
  expect(mixUps).toBeInstanceOf(Function);
});
