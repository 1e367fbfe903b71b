// `npm run cost`: measures what ticks, orders, fills and page views take of the table, prices it, and writes
// docs/operating/costs.md. See --help.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import startTestEngine from '../../testing/global-setup';
import stopTestEngine from '../../testing/global-teardown';
import { activitiesOf, ticksOf } from './activities';
import { documentOf } from './document';
import { loadsTable } from './loads';
import { measureUsage } from './measure';
import { readPrices } from './prices';

const usage = `npm run cost -- [--region-prices FILE] [--print]
  --region-prices FILE  prices of your region (bench/cost/prices/us-east-1.json)
  --print               print the page instead of writing docs/operating/costs.md`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'region-prices': { type: 'string', default: path.join(__dirname, 'prices', 'us-east-1.json') },
      print: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const prices = readPrices(values['region-prices']);
  // The SDK's advice about the Node.js of this machine is for who wrote this, not for who runs it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  await startTestEngine();
  try {
    const measured = await measureUsage();
    const activities = activitiesOf(measured);
    const orders = activities.filter(({ name }) => /^(order placed|fill)/.test(name));
    const page = documentOf(activities, loadsTable(ticksOf(measured), orders, prices), prices);
    if (values.print) console.log(page);
    else writeFileSync(path.join(__dirname, '..', '..', 'docs', 'operating', 'costs.md'), page);
  } finally {
    await stopTestEngine();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
