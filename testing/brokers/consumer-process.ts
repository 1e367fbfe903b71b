import { startBroker } from '../../local/broker/broker';

// A consumer in its own process, so that a test can kill it. Prints each payload as it delivers it.

const [url = '', clientId = ''] = process.argv.slice(2);

void startBroker({
  kind: 'external',
  url,
  clientId,
  topicFilter: 'ticks/#',
  // Delivered only once written to the pipe: a line still in this process would die with it.
  deliver: ({ payload }) => new Promise((resolve) => process.stdout.write(`${payload}\n`, () => resolve())),
});
