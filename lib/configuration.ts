import type { Node } from 'constructs';
import { contradictions } from './settings/contradictions';
import { settings } from './settings/settings';
import { type Configuration, withStageDefaults } from './settings/stage-defaults';
import { SynthRefused } from './synth-refused';

// The settings of a deployment, read from the CDK context (`cdk.json`, or `-c name=value` on the command line). An
// invalid value fails the synth with a one-sentence message.

export type { Configuration };

/** The names of all settings, as listed in docs/operating/configuration.md. */
export const settingNames = Object.keys(settings.shape);

/** @throws SynthRefused with one sentence about the first invalid value */
export function readConfiguration(node: Node): Configuration {
  const given = ownContext(node);
  const unknown = Object.keys(given).find((name) => !(name in settings.shape));
  if (unknown !== undefined) {
    const known = settingNames.join(', ');
    throw new SynthRefused(`The context value "${unknown}" is unknown; the known ones are ${known}.`);
  }

  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new SynthRefused(
      `The context value "${name}" is ${JSON.stringify(given[name])}: ${issue?.message}.`,
    );
  }
  const configuration = withStageDefaults(parsed.data);
  const contradiction = contradictions.find(([, holds]) => holds(configuration));
  if (contradiction) throw new SynthRefused(contradiction[0]);
  return configuration;
}

// The CDK keeps its own values in the same context; their names all contain a colon, an @ or a dash, so an unknown
// plain word is a typo.
function ownContext(node: Node): Record<string, unknown> {
  const all: Record<string, unknown> = node.getAllContext();
  return Object.fromEntries(Object.entries(all).filter(([name]) => /^[A-Za-z]+$/.test(name)));
}
