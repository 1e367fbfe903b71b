import path from 'node:path';
import { startBroker } from './broker/broker';
import type { Broker } from './broker/message';
import type { Closing } from './closing';
import type { PrintLine } from './functions/log';
import type { IdentityProvider } from './identity/identity-provider';
import { userOf } from './identity/user-of';
import { Refusal } from './refusal';
import type { Delivery } from './topic-rules/deliver';

export type BrokerChoice = { username?: string; password?: string } & (
  | { kind: 'embedded'; port: number }
  | { kind: 'external'; url: string }
);

export interface FeedOptions {
  readonly broker: BrokerChoice;
  /** Where the embedded broker listens. */
  readonly host: string;
  readonly dataFolder?: string | undefined;
  readonly print: PrintLine;
}

/** Starts or connects to the broker that ticks come from. */
export async function startFeed(
  delivery: Delivery,
  { broker: choice, host, dataFolder, print }: FeedOptions,
  identity: IdentityProvider | undefined,
  closing: Closing,
): Promise<Broker> {
  const common = { ...delivery, log: print };
  if (choice.kind === 'embedded' && choice.username === undefined && !isLoopback(host)) {
    throw new Refusal(
      `--host ${host} exposes the MQTT broker: set publisher credentials with --mqtt-username and --mqtt-password.`,
    );
  }
  const broker = await startBroker(
    choice.kind === 'embedded'
      ? {
          ...choice,
          ...common,
          host,
          sessionsFile: dataFolder && path.join(dataFolder, 'mqtt-sessions.db'),
          userOf: (token: string) => userOf(identity, token),
        }
      : { ...choice, ...common },
  ).catch((error: Error) => {
    throw new Refusal(error.message, { cause: error });
  });
  closing.add(() => broker.stop());
  return broker;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
