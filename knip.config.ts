import type { KnipConfig } from 'knip';
import { entryPoints, filesOf } from './lib/functions';

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
  // Read as files.
  ignoreDependencies: Object.values(filesOf).flat().some((file) => file.includes('swagger-ui-dist'))
    ? ['swagger-ui-dist']
    : [],
  // Generated, with all that the document has.
  ignore: ['client/schema.ts'],
  ignoreBinaries: ['java', 'mosquitto'],
};

export default config;
