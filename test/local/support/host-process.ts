// A host in a process of its own, so that a test can kill it. Prints its URL when it is up.
import { startHost } from '../../../local/host';

const [assemblyFolder = '', dataFolder = ''] = process.argv.slice(2);

startHost({
  assembly: async () => assemblyFolder,
  dataFolder,
  host: '127.0.0.1',
  port: 0,
  broker: { kind: 'embedded', port: 0 },
  workers: 2,
  logLevel: 'WARN',
  retryDelaysMs: [0, 0],
  print: (line) => console.error(line),
}).then(({ url }) => console.log(url));
