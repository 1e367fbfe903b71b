import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  const folder = process.env.TEST_TEMPLATES;
  if (folder === undefined) return Template.fromStack(declareApp(context).stack);
  const name = createHash('sha256').update(JSON.stringify(context)).digest('hex');
  const file = path.join(folder, `${name}.json`);
  if (!existsSync(file)) keep(file, Template.fromStack(declareApp(context).stack));
  return Template.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
}

/** Another worker may be doing the same right now. */
function keep(file: string, template: Template): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(template.toJSON()));
  renameSync(unfinished, file);
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
