import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildConsole } from '../web/build';
import { bundleFunctions, withoutBundling } from './bundle';
import { readConfiguration } from './configuration';
import { declareConsole, withoutConsole } from './declare-console';
import { SynthRefused } from './synth-refused';
import { TradingStack } from './trading-stack';

async function synthesize(): Promise<void> {
  const app = new App();
  const configuration = readConfiguration(app.node);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // The CLI empties this list for commands that need no code, such as `cdk list` and `cdk destroy`.
  const stacksToBundle: unknown = app.node.tryGetContext('aws:cdk:bundling-stacks');
  const needsCode = !(Array.isArray(stacksToBundle) && stacksToBundle.length === 0);
  const trading = new TradingStack(app, `trading-${configuration.stage}`, {
    configuration,
    codeOf: needsCode ? bundleFunctions() : withoutBundling(),
    description: 'A trading backend of serverless functions.',
  });
  if (configuration.console) {
    declareConsole(trading, configuration, needsCode ? await buildConsole() : withoutConsole());
  }
  app.synth();
}

synthesize().catch((error: unknown) => {
  if (!(error instanceof SynthRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
