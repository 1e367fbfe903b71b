import { tickPublisher } from '../dead-letters/tick-publisher';
import { reject } from '../domain/rejection';
import { serve } from './edge/serve';

/** Set only where publishing made-up ticks is allowed. */
const topic = process.env.PUBLISH_TOPIC;
const publish = tickPublisher();

export const handler = serve('publish-tick', async ({ bodyText }) => {
  if (!topic) return reject('not_found');
  await publish(topic, Buffer.from(bodyText));
  return { topic };
});
