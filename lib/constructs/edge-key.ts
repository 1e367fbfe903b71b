import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { Configuration } from '../configuration';
import { edgeRegion } from '../edge-region';

/** The secret shared by edge and functions, so that the edge can't be bypassed. */
export class EdgeKey extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { region } = configuration;
    this.secret = new Secret(this, 'Key', {
      secretName: edgeKeyName(configuration),
      description: 'Sent by CloudFront to the API with every request.',
      generateSecretString: { excludePunctuation: true, passwordLength: 40 },
      // CloudFormation resolves a secret only in the stack's own region.
      ...(region !== '' && region !== edgeRegion && { replicaRegions: [{ region: edgeRegion }] }),
    });
    acknowledge(
      this.secret,
      'AwsSolutions-SMG4',
      'Both sides get a new key only by a deployment: to rotate it, delete the secret and deploy again.',
    );
  }

  bind(fn: LambdaFunction): void {
    // The key only lets requests bypass the edge, and whoever can read a function's settings can invoke it anyway.
    fn.addEnvironment('EDGE_KEY', this.reference);
  }

  /** A dynamic reference, which CloudFormation replaces with the key. */
  get reference(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}

export function edgeKeyName({ stage }: Configuration): string {
  return `trading-${stage}-edge-key`;
}
