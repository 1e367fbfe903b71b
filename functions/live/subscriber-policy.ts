import { eventTopics } from '../contract/events';
import type { TokenBearer } from '../identity/access-token';

/** A policy of IoT Core. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: string;
    readonly Resource: readonly string[];
  }[];
}

/** What client ids of the console begin with: nobody can push out another's connection by taking its id. */
export function clientIdPrefix({ userId }: TokenBearer): string {
  return `console-${userId}-`;
}

/**
 * Quotes are for everybody who is signed in, orders for their owner and for administrators. There is no `Publish`.
 *
 * @param place what ARNs of IoT Core begin with, such as `arn:aws:iot:eu-west-1:111122223333`
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
