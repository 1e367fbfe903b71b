import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Configuration, hasFarEdge } from './configuration';
import { ConsoleStack } from './console-stack';
import type { TradingStack } from './trading-stack';

/**
 * Undefined if the configuration has no console.
 * @param folder the built console
 * @param firewallArn the edge's firewall, if there is an edge, so the console can't be used to bypass it
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

/** A placeholder for the built console, for commands that need only the template and for tests. */
export function withoutConsole(): string {
  const folder = path.resolve(__dirname, '..', 'build', 'no-console');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  for (const file of ['index.html', 'assets/none.js']) writeFileSync(path.join(folder, file), '');
  return folder;
}
