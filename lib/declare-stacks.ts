import type { App } from 'aws-cdk-lib';
import type { CodeOf } from './bundle';
import { type Configuration, edgeRegion, hasFarEdge } from './configuration';
import { EdgeStack } from './edge-stack';
import { TradingStack } from './trading-stack';

/** All stacks of a stage; the one-machine runtime hosts the first. */
export function declareStacks(
  app: App,
  configuration: Configuration,
  codeOf: CodeOf,
): { trading: TradingStack; edge?: EdgeStack } {
  const { stage, region } = configuration;
  const crossRegionReferences = hasFarEdge(configuration);
  const trading = new TradingStack(app, `trading-${stage}`, {
    configuration,
    codeOf,
    crossRegionReferences,
    description: 'A trading backend of serverless functions.',
    ...(region !== '' && { env: { region } }),
  });
  if (!configuration.edge) return { trading };
  const edge = new EdgeStack(app, `trading-${stage}-edge`, {
    configuration,
    apiHost: trading.apiHost,
    crossRegionReferences,
    description: 'The edge in front of the trading backend.',
    ...(region !== '' && { env: { region: edgeRegion } }),
  });
  edge.addStackDependency(trading);
  return { trading, edge };
}
