// Publishes committed changes to browsers, as on AWS: MQTT over WebSocket, authorized by the stack's own function.
import type { StackDeclaration } from '../assembly/stack';
import type { Functions } from '../functions/functions';
import type { PrintLine } from '../functions/log';
import { askAuthorizer } from './ask-authorizer';
import { startLiveBroker } from './live-broker';
import { liveSocket, type TakeUpgrade } from './live-socket';

export interface LiveEvents {
  readonly takeUpgrade: TakeUpgrade;
  /** Sends to the current subscribers, without waiting. */
  publish(topic: string, payload: Buffer): void;
  stop(): Promise<void>;
}

/** Undefined if the stack has no authorizer for browsers. */
export async function startLiveEvents(
  { subscriberAuthorizerArn: arn }: StackDeclaration,
  functions: Pick<Functions, 'invoke'>,
  print: PrintLine,
): Promise<LiveEvents | undefined> {
  if (arn === undefined) return undefined;
  const broker = await startLiveBroker({
    authorize: (connecting) => askAuthorizer((event) => functions.invoke(arn, event), connecting),
    log: print,
  });
  return {
    takeUpgrade: liveSocket(broker),
    publish: (topic, payload) => broker.publish(topic, payload),
    stop: () => broker.stop(),
  };
}
