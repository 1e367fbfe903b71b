import type { KnipConfig } from 'knip';
import { entryPoints } from './lib/functions';

/** What nobody imports because it is run: as a function, as a page, or as a process of its own. */
const config: KnipConfig = {
  entry: [
    'lib/app.ts',
    ...Object.values(entryPoints),
    'functions/http/docs/files/start.js',
    'local/commands/*.ts',
    'web/main.tsx',
    'web/settings/appearance-first.ts',
    'scripts/check/*.ts',
    'scripts/check/soak/{publisher,trader}.ts',
    'test/**/*.test.ts',
    'test/local/support/host-process.ts',
    'testing/brokers/consumer-process.ts',
  ],
  project: ['{bench,client,functions,lib,local,market,scripts,test,testing,web}/**/*.{ts,tsx,js}'],
  // Generated, with all that the document has.
  ignore: ['client/schema.ts'],
  // Their files are served as they are: those of the page of the documentation, and a font that a style sheet names.
  ignoreDependencies: ['swagger-ui-dist', '@fontsource-variable/inter'],
  ignoreBinaries: ['java', 'mosquitto'],
};

export default config;
