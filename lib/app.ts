import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildConsole } from '../web/build';
import { bundleFunctions, withoutBundling } from './bundle';
import { readConfiguration } from './configuration';
import { declareStacks } from './declare-stacks';
import { SynthRefused } from './synth-refused';
import { withoutConsole } from './without-console';

async function synthesize(): Promise<void> {
  const app = new App();
  const configuration = readConfiguration(app.node);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // The CLI passes an empty list for commands that need no code, such as `cdk list` and `cdk destroy`.
  const stacksToBundle: unknown = app.node.tryGetContext('aws:cdk:bundling-stacks');
  const needsCode = !(Array.isArray(stacksToBundle) && stacksToBundle.length === 0);
  const codeOf = needsCode ? bundleFunctions() : withoutBundling();
  declareStacks(
    app,
    configuration,
    codeOf,
    configuration.console ? await consoleFolder(needsCode) : undefined,
  );
  app.synth();
}

async function consoleFolder(needsCode: boolean): Promise<string> {
  return needsCode ? await buildConsole() : withoutConsole();
}

synthesize().catch((error: unknown) => {
  if (!(error instanceof SynthRefused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
