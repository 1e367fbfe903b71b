import * as z from 'zod';
import type { EntryId, OrderId, StockId, UserId } from '../../domain/ids';
import type { Instant } from '../../domain/instant';
import { money, quantity } from '../../domain/money';

/** Schemas of attributes that items share. An item that doesn't parse is a bug, and fails whatever reads it. */
export const moneyField = z.union([z.int(), z.bigint()]).transform((units) => money(BigInt(units)));
export const exactField = z.union([z.int(), z.bigint()]).transform((value) => BigInt(value));
export const quantityField = z.int().transform(quantity);
export const instantField = z.int().transform((microseconds) => microseconds as Instant);
export const bytesField = z.instanceof(Uint8Array);
export const userIdField = z.string().transform((id) => id as UserId);
export const stockIdField = z.string().transform((id) => id as StockId);
export const orderIdField = z.string().transform((id) => id as OrderId);
export const actorField = z.object({ id: userIdField, username: z.string() });
export const entryIdField = z.string().transform((id) => id as EntryId);

/** The optional fields of a tick, as attributes of whatever contains one. */
export const tickExtras = {
  sequence: z.int().optional(),
  ask: moneyField.optional(),
  bid: moneyField.optional(),
  askSize: quantityField.optional(),
  bidSize: quantityField.optional(),
};
