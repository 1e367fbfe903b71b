import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration';
import { type ConsoleFiles, ConsoleSite } from './constructs/console-site';
import { Front } from './constructs/front';

interface ConsoleStackProps extends StackProps {
  configuration: Configuration;
  console: ConsoleFiles;
  /** The API's default host name on AWS. */
  apiHost: string;
}

/**
 * The console for deployments without an edge: its files and the API under one host name. A separate stack, so the
 * trading stack stays deployable in every account and the emulator. With an edge, the edge serves the console.
 */
export class ConsoleStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { configuration, console, apiHost, ...props }: ConsoleStackProps,
  ) {
    super(scope, id, props);
    const site = new ConsoleSite(this, 'Site', { configuration, ...console });
    const front = new Front(this, 'Front', { configuration, apiHost, site });
    new CfnOutput(this, 'ConsoleUrl', { value: `${front.url}/` });
  }
}
