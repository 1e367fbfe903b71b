import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { sampled } from '../../testing/scale';
import { declareApp } from '../../testing/synthesize';

/** Synthesizes with the rules of AWS Solutions, which throw on the first finding that nobody has accepted. */
function synthesizeWithChecks(app: App): { pluginReports: unknown[] } {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const { directory } = app.synth();
  return JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8'));
}

const CONTEXTS = [
  {},
  { stage: 'prod', alarmEmail: 'operator@example.com' },
  {
    ...{ stage: 'prod', alarmEmail: 'operator@example.com', console: 'true' },
    iotEndpoint: 'a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com',
  },
  { ingest: 'kinesis' },
  { threatProtection: 'true', corsOrigins: 'https://console.example.com' },
];

test.each(sampled(CONTEXTS, 3, 1))(
  'AWS Solutions finds nothing in %j that is not accepted with a reason',
  (context) => {
    expect(synthesizeWithChecks(declareApp(context).app).pluginReports).toEqual([]);
  },
);
