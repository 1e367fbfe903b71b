import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, withoutBundling } from './bundle';
import { readConfiguration } from './configuration';
import { SynthRefused } from './synth-refused';
import { TradingStack } from './trading-stack';

try {
  const app = new App();
  const configuration = readConfiguration(app.node);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // The CLI empties this list for commands that need no code, such as `cdk list` and `cdk destroy`.
  const stacksToBundle: unknown = app.node.tryGetContext('aws:cdk:bundling-stacks');
  const needsCode = !(Array.isArray(stacksToBundle) && stacksToBundle.length === 0);
  new TradingStack(app, `trading-${configuration.stage}`, {
    configuration,
    codeOf: needsCode ? bundleFunctions() : withoutBundling(),
    description: 'A trading backend of serverless functions.',
  });
  app.synth();
} catch (error) {
  if (!(error instanceof SynthRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
