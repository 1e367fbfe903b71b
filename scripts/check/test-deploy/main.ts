/**
 * `npm run test:deploy`: deploys the app with the real CDK CLI, plays a whole story against it, deploys again, and
 * destroys it. To an emulator, unless the number of a real account is given. See `--help`.
 */
import { Cdk } from './cdk';
import { check, step } from './check';
import { type Deployment, deploymentOf, sdkConfiguration } from './deployment';
import { isDeployed, leftovers } from './leftovers';
import { NoEmulator } from './ministack';
import { type Options, readOptions, usage } from './options';
import { probesOf } from './probes';
import { settle, settledText } from './settle';
import { playStory } from './story';
import { openTarget, type Target } from './target';

async function main(): Promise<void> {
  // The SDK's warning about this machine's Node.js version is for developers, not for whoever runs this.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return console.log(usage);
  const target = await openTarget(options);
  const cdk = new Cdk(target.environment);
  // On interruption, stop what was started here.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void target.stop().then(() => process.exit(1)));
  }
  try {
    console.log(`deploying to ${target.name}`);
    await step('the account is bootstrapped', () => cdk.bootstrap(target.account, target.region));
    await testDev(target, cdk, options);
    // In a real account, what prod retains would have to be removed by hand.
    if (target.endpoint !== undefined && !options.keep) await testProd(target, cdk);
    console.log('deployment test passed');
  } finally {
    cdk.removeFiles();
    await target.stop();
  }
}

async function testDev(target: Target, cdk: Cdk, { keep }: Options): Promise<void> {
  const deployment = await deploy(target, cdk, 'dev');
  try {
    const administrator = await playStory(deployment);
    await step('deploying again changes nothing', async () => {
      check('the CLI found no changes', (await cdk.deploy('dev')).hadNoChanges, true);
    });
    if (target.endpoint === undefined) {
      const settled = await step('what only an account can tell is asked', () =>
        settle(probesOf(deployment, administrator)),
      );
      console.log(settledText(settled));
    }
  } finally {
    if (!keep) await step('dev is destroyed', () => cdk.destroy('dev'));
  }
  if (!keep) check('what is left of dev', await leftovers(deployment), []);
}

async function testProd(target: Target, cdk: Cdk): Promise<void> {
  // Its stream is deployed, though MiniStack's topic rules can't put anything into it. The emulator has neither
  // CloudFront nor alarms on expressions over several metrics.
  const settings = ['alarms=false', 'terminationProtection=false', 'edge=false'];
  const deployment = await deploy(target, cdk, 'prod', ...settings);
  await step('prod is destroyed but for its data', () => cdk.destroy('prod'));
  check('what is left of prod', await leftovers(deployment), ['table', 'user pool', 'queue']);
}

async function deploy(target: Target, cdk: Cdk, stage: string, ...context: string[]): Promise<Deployment> {
  if (await isDeployed(sdkConfiguration(target), stage)) {
    throw new Error(`${target.name} already has a trading-${stage}, which this test would destroy`);
  }
  await step(`${stage} is synthesized`, () => cdk.synthesize(stage, ...context));
  const { outputs } = await step(`${stage} is deployed`, () => cdk.deploy(stage));
  return deploymentOf(target, stage, outputs);
}

main().catch((error: unknown) => {
  if (error instanceof NoEmulator) {
    console.log(`skipped: ${error.message}`);
    return;
  }
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
