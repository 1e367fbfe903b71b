import { eventTopics } from '../contract/events';
import type { TokenBearer } from '../identity/access-token';

/** An IoT Core policy. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: string;
    readonly Resource: readonly string[];
  }[];
}

/** Prefix of the console's client ids: nobody can take over another user's connection by using its id. */
export function clientIdPrefix({ userId }: TokenBearer): string {
  return `console-${userId}-`;
}

/**
 * Quotes are for every signed-in user, orders for their owner and administrators. `Publish` is not granted.
 *
 * @param place the prefix of IoT Core ARNs, such as `arn:aws:iot:eu-west-1:111122223333`
 */
export function subscriberPolicy(bearer: TokenBearer, place: string): PolicyDocument {
  const topics = [eventTopics.ordersOf(bearer.isAdmin ? '*' : bearer.userId), eventTopics.quoteOf('*')];
  const allow = (Action: string, kind: string, names: readonly string[]) => ({
    Effect: 'Allow' as const,
    Action,
    Resource: names.map((name) => `${place}:${kind}/${name}`),
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow('iot:Connect', 'client', [`${clientIdPrefix(bearer)}*`]),
      allow('iot:Subscribe', 'topicfilter', topics),
      allow('iot:Receive', 'topic', topics),
    ],
  };
}
