import type { UserId } from '../../domain/ids';
import { after, type Instant, MICROSECONDS } from '../../domain/instant';
import { type ClaimKind, claimKey } from '../items/claim';
import type { Write } from '../table/transact';

/** Longer than a function may run, so an attempt that is still running can't lose its names. */
const RESERVED = 30 * MICROSECONDS.second;

export function reservation(kind: ClaimKind, value: string, id: string, now: Instant): Write {
  return {
    Put: {
      Item: { ...claimKey(kind, value), reservedBy: id, reservedUntil: after(now, RESERVED) },
      ConditionExpression:
        'attribute_not_exists(PK) OR (attribute_not_exists(userId) AND reservedUntil <= :now)',
      ExpressionAttributeValues: { ':now': now },
    },
  };
}

export function ownership(kind: ClaimKind, value: string, id: string, userId: UserId): Write {
  return {
    Update: {
      Key: claimKey(kind, value),
      UpdateExpression: 'SET userId = :user',
      ConditionExpression: 'reservedBy = :id',
      ExpressionAttributeValues: { ':user': userId, ':id': id },
    },
  };
}

export function release(kind: ClaimKind, value: string, id: string): Write {
  return {
    Delete: {
      Key: claimKey(kind, value),
      ConditionExpression: 'reservedBy = :id AND attribute_not_exists(userId)',
      ExpressionAttributeValues: { ':id': id },
    },
  };
}

/** Claims a free name for an account, without reserving it first. */
export function taking(
  kind: ClaimKind,
  value: string,
  { id, userId, now }: { id: string; userId: UserId; now: Instant },
): Write {
  return {
    Put: {
      Item: { ...claimKey(kind, value), reservedBy: id, reservedUntil: now, userId },
      ConditionExpression:
        'attribute_not_exists(PK) OR (attribute_not_exists(userId) AND reservedUntil <= :now)',
      ExpressionAttributeValues: { ':now': now },
    },
  };
}
