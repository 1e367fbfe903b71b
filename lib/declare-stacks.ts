import type { App } from 'aws-cdk-lib';
import type { CodeOf } from './bundle';
import type { Configuration } from './configuration';
import { ConsoleStack } from './console-stack';
import type { ConsoleFiles } from './constructs/console-site';
import { edgeRegion, hasFarEdge } from './edge-region';
import { EdgeStack } from './edge-stack';
import { TradingStack } from './trading-stack';

interface Stacks {
  trading: TradingStack;
  /** In front of the API, and of the console if there is one. */
  edge?: EdgeStack;
  /** In front of both if there is a console but no edge. */
  console?: ConsoleStack;
}

/**
 * All stacks of a stage; the one-machine runtime hosts the first.
 * @param consoleFolder the built console, if the configuration has one
 */
export function declareStacks(
  app: App,
  configuration: Configuration,
  codeOf: CodeOf,
  consoleFolder: string | undefined,
): Stacks {
  const { stage, region, edge, iotEndpoint } = configuration;
  const env = region === '' ? {} : { env: { region } };
  const crossRegionReferences = hasFarEdge(configuration);
  const trading = new TradingStack(app, `trading-${stage}`, {
    ...{ configuration, codeOf, crossRegionReferences, ...env },
    description: 'A trading backend of serverless functions.',
  });
  const console: ConsoleFiles | undefined =
    iotEndpoint !== undefined && consoleFolder !== undefined
      ? { iotEndpoint, folder: consoleFolder }
      : undefined;
  const inFront = { configuration, console, apiHost: trading.apiHost, crossRegionReferences };
  if (edge) {
    const stack = new EdgeStack(app, `trading-${stage}-edge`, {
      ...inFront,
      ...(region !== '' && { env: { region: edgeRegion } }),
      description: 'The edge in front of the trading backend.',
    });
    stack.addStackDependency(trading);
    return { trading, edge: stack };
  }
  if (console === undefined) return { trading };
  const stack = new ConsoleStack(app, `trading-${stage}-console`, {
    ...{ ...inFront, console, ...env },
    description: 'The console of the trading backend.',
  });
  stack.addStackDependency(trading);
  return { trading, console: stack };
}
