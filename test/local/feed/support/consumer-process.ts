import { writeSync } from 'node:fs';
import { startBroker } from '../../../../local/feed/broker';

// A consumer in a process of its own, so that a test can kill it. Prints each payload as it delivers it.

const [url = '', clientId = ''] = process.argv.slice(2);

void startBroker({
  kind: 'external',
  url,
  clientId,
  topicFilter: 'ticks/#',
  async deliver({ payload }) {
    writeSync(process.stdout.fd, `${payload}\n`);
  },
});
