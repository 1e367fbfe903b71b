import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { withoutBundling } from '../lib/bundle';
import { readConfiguration } from '../lib/configuration';
import type { ConsoleStack } from '../lib/console-stack';
import { declareStacks } from '../lib/declare-stacks';
import type { EdgeStack } from '../lib/edge-stack';
import type { TradingStack } from '../lib/trading-stack';
import { withoutConsole } from '../lib/without-console';

// By default every app would leave a folder behind in the temporary one. One per jest worker, as they run in parallel.
const outdir = path.resolve(__dirname, '../build/templates', process.env.JEST_WORKER_ID ?? 'setup');

/** Prod requires an address for alarms. */
export const OPERATOR = 'operator@example.com';

/** The app as `lib/app.ts` builds it, without the functions' code. */
export function declareApp(given: Record<string, unknown> = {}): {
  app: App;
  stack: TradingStack;
  edge?: EdgeStack;
  console?: ConsoleStack;
} {
  const context = given.stage === 'prod' ? { alarmEmail: OPERATOR, ...given } : given;
  const app = new App({ context, outdir });
  const configuration = readConfiguration(app.node);
  const folder = configuration.console ? withoutConsole() : undefined;
  const { trading, ...inFront } = declareStacks(app, configuration, withoutBundling(), folder);
  return { app, stack: trading, ...inFront };
}

/** In a run of jest, each template is synthesized once: many files look at the same few. */
export function synthesize(context: Record<string, unknown> = {}): Template {
  if (process.env.TEST_TEMPLATES === undefined) return Template.fromStack(declareApp(context).stack);
  const folder = synthesizedOnce('template', context, (outdir) => {
    mkdirSync(outdir);
    const template = Template.fromStack(declareApp(context).stack).toJSON();
    writeFileSync(path.join(outdir, 'template.json'), JSON.stringify(template));
  });
  return Template.fromJSON(JSON.parse(readFileSync(path.join(folder, 'template.json'), 'utf8')));
}

/** The folder that `write` fills for this context, once in a run of jest. */
export function synthesizedOnce(
  kind: string,
  context: Record<string, unknown>,
  write: (folder: string) => void,
): string {
  const shared = process.env.TEST_TEMPLATES;
  if (shared === undefined) throw new Error('only a run of jest has a folder for what is synthesized once');
  const hash = createHash('sha256').update(JSON.stringify(context)).digest('hex');
  const folder = path.join(shared, `${kind}-${hash}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  write(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another worker was doing the same, and was first.
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return folder;
}

type Resource = ReturnType<Template['findResources']>[string];

/** The single resource of its type, with its logical id. */
export function only(template: Template, type: string): Resource & { id: string } {
  const found = Object.entries(template.findResources(type));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return { ...first[1], id: first[0] };
}

/** The client for sign-in, or the one with a secret, for codes. */
export function clientOf(template: Template, use: 'sign-in' | 'codes'): Resource & { id: string } {
  const type = 'AWS::Cognito::UserPoolClient';
  const found = Object.entries(template.findResources(type)).filter(
    ([, { Properties }]) => Properties.GenerateSecret === (use === 'codes'),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} clients for ${use}`);
  return { ...first[1], id: first[0] };
}
