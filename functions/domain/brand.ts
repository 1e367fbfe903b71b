declare const brand: unique symbol;

/** A `Base` that can't be mistaken for another of the same shape: a `StockId` is not a `UserId`. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };
