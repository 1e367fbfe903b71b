import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { type Configuration, edgeRegion } from '../configuration';

/** What the edge and the functions share, so that nobody can go round the one to the others. */
export class EdgeKey extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { region } = configuration;
    this.secret = new Secret(this, 'Key', {
      secretName: edgeKeyName(configuration),
      description: 'Sent by CloudFront to the API with every request.',
      generateSecretString: { excludePunctuation: true, passwordLength: 40 },
      // CloudFormation reads a secret in the region of its stack only.
      ...(region !== '' && region !== edgeRegion && { replicaRegions: [{ region: edgeRegion }] }),
    });
    acknowledge(
      this.secret,
      'AwsSolutions-SMG4',
      'Both sides learn a new key by a deployment: delete the secret and deploy again to have another.',
    );
  }

  bind(fn: LambdaFunction): void {
    // It opens nothing but the way that the edge is: who may read a function's settings may call it anyway.
    fn.addEnvironment('EDGE_KEY', this.secret.secretValue.unsafeUnwrap());
  }
}

export function edgeKeyName({ stage }: Configuration): string {
  return `trading-${stage}-edge-key`;
}
