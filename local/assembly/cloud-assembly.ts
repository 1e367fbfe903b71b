// Reads the output of `cdk synth`: the manifest, the stack's template, and the folders of the assets, which the
// template names by their keys in the bootstrap bucket.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { NotSupported } from './not-supported';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const StackProperties = z.object({ templateFile: z.string() });
const AssetsProperties = z.object({ file: z.string() });

const AssetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const Resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  // Creation order and deletion behavior: irrelevant to a running stack.
  DependsOn: z.unknown().optional(),
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
  Metadata: z.unknown().optional(),
});
export type TemplateResource = z.infer<typeof Resource>;

const Template = z.strictObject({
  Resources: z.record(z.string(), Resource),
  Description: z.unknown().optional(),
  Metadata: z.unknown().optional(),
  Outputs: z.unknown().optional(),
  // CDK's check of the bootstrap version. References to parameters are refused where they occur.
  Parameters: z.unknown().optional(),
  Rules: z.unknown().optional(),
});

export interface CloudAssembly {
  stackName: string;
  resources: Record<string, TemplateResource>;
  /** Asset folders by their key in the bucket. */
  assetFolders: Map<string, string>;
}

export function readCloudAssembly(folder: string): CloudAssembly {
  const { artifacts } = Manifest.parse(readJson(folder, 'manifest.json'));
  const ofType = (type: string) => Object.entries(artifacts).filter(([, artifact]) => artifact.type === type);

  const stacks = ofType('aws:cloudformation:stack');
  // On AWS the edge and the console are stacks of their own, named after this one plus a suffix.
  const stack = stacks.find(([name]) => stacks.every(([other]) => other.startsWith(name)));
  if (stack === undefined) {
    const names = stacks.map(([name]) => name).join(', ');
    throw new NotSupported(
      `${folder}: the local host runs one stack, and can't tell which of these it is: ${names}.`,
    );
  }
  const [stackName, { properties }] = stack;
  const { templateFile } = StackProperties.parse(properties);
  const template = Template.safeParse(readJson(folder, templateFile));
  if (!template.success) throw new NotSupported(`${templateFile}: ${z.prettifyError(template.error)}`);

  const assetFiles = ofType('cdk:asset-manifest').map(
    ([, assets]) => AssetsProperties.parse(assets.properties).file,
  );
  return {
    stackName,
    resources: template.data.Resources,
    assetFolders: new Map(assetFiles.flatMap((file) => readAssets(folder, file))),
  };
}

function readAssets(folder: string, file: string): [string, string][] {
  const assets = Object.values(AssetManifest.parse(readJson(folder, file)).files);
  return assets.flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [
      objectKey,
      path.resolve(folder, source.path),
    ]),
  );
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}
