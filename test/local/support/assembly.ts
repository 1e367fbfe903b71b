// A cloud assembly written by hand: what `cdk synth` would leave, for a stack of a few lines.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StackFixture {
  resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
  /** Sources of the bundles, by the name that `codeOf` refers to. */
  bundles?: Record<string, string>;
}

export function writeAssembly({ resources, bundles = {} }: StackFixture): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  for (const [name, source] of Object.entries(bundles)) {
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, 'index.js'), source);
  }
  const files = Object.keys(bundles).map((name) => [
    name,
    {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { objectKey: `${name}.zip` } },
    },
  ]);
  write('manifest.json', {
    artifacts: {
      'fixture.assets': { type: 'cdk:asset-manifest', properties: { file: 'fixture.assets.json' } },
      fixture: { type: 'aws:cloudformation:stack', properties: { templateFile: 'fixture.template.json' } },
      Tree: { type: 'cdk:tree' },
    },
  });
  write('fixture.assets.json', { files: Object.fromEntries(files) });
  write('fixture.template.json', { Resources: resources });
  return folder;
}

export function codeOf(name: string) {
  return { S3Bucket: { 'Fn::Sub': `assets-\${AWS::AccountId}` }, S3Key: `${name}.zip` };
}

export const aTable = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  },
};

export const aRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
