import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Configuration, hasFarEdge } from './configuration';
import { ConsoleStack } from './console-stack';
import type { TradingStack } from './trading-stack';

/**
 * Undefined where nobody asked for it.
 * @param folder the built console
 * @param firewallArn of the edge, where there is one: nobody goes round it by the console either
 */
export function declareConsole(
  trading: TradingStack,
  configuration: Configuration,
  folder: string,
  firewallArn?: string,
): ConsoleStack | undefined {
  const { stage, iotEndpoint } = configuration;
  if (!configuration.console || iotEndpoint === undefined) return undefined;
  const console = new ConsoleStack(trading.node.root, `trading-${stage}-console`, {
    configuration,
    iotEndpoint,
    folder,
    apiHost: trading.apiHost,
    firewallArn,
    crossRegionReferences: hasFarEdge(configuration),
    ...(configuration.region !== '' && { env: { region: configuration.region } }),
    description: 'The console of the trading backend.',
  });
  console.addStackDependency(trading);
  return console;
}

/** A folder in the place of the built one, for commands that look at the template only and for tests. */
export function withoutConsole(): string {
  const folder = path.resolve(__dirname, '..', 'build', 'no-console');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  for (const file of ['index.html', 'assets/none.js']) writeFileSync(path.join(folder, file), '');
  return folder;
}
