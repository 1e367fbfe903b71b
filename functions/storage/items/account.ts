import * as z from 'zod';
import type { Account } from '../../domain/account';
import type { UserId } from '../../domain/ids';
import type { Key, RawItem } from '../table/read';
import { instantField, moneyField, userIdField } from './fields';
import { ACCOUNT, USERS, USERS_LIST } from './keys';

export function userPartition(userId: UserId): string {
  return `${USERS}${userId}`;
}

export function accountKey(userId: UserId): Key {
  return { PK: userPartition(userId), SK: ACCOUNT };
}

const AccountItem = z.object({
  userId: userIdField,
  username: z.string(),
  email: z.string(),
  available: moneyField,
  frozen: moneyField,
  openBuys: z.int(),
  version: z.int(),
  createdAt: instantField,
});

export function toAccountItem(account: Account): RawItem {
  const listed = { GSI1PK: USERS_LIST, GSI1SK: account.username.toLowerCase() };
  return { ...accountKey(account.userId), ...listed, ...account };
}

export function fromAccountItem(item: RawItem): Account {
  return AccountItem.parse(item);
}

const AccountKey = z.object({ PK: z.string().startsWith(USERS) });

/** For index entries, which carry keys only. */
export function userIdOfKey(item: RawItem): UserId {
  return AccountKey.parse(item).PK.slice(USERS.length) as UserId;
}
