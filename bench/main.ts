/**
 * `npm run bench`: the product measured from outside, over HTTP and MQTT, as `npm start` runs it on a file.
 * `npm run bench -- --against ../before` measures another checkout in turn with this one and prints the ratios: rates
 * drift with the machine and with what else it does, so only figures of one run can be compared.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type EventLatency, measureEventLatency } from './event-latency';
import { BenchMarket } from './market';
import { type Figure, measureAll } from './measure';
import { startProduct } from './product';
import { printTable } from './table';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '5' },
  },
});
const here = path.join(__dirname, '..');

interface Round {
  readonly figures: Figure[];
  readonly latency: EventLatency;
}

async function measureOnce(checkout: string): Promise<Round> {
  const product = await startProduct(checkout);
  try {
    const market = await BenchMarket.open(product.url, product.brokerUrl);
    const figures = await measureAll(product, market, Number(values.seconds));
    const highest = figures.find(({ what }) => what === 'fills, one a tick')?.aSecond ?? 1;
    const latency = await measureEventLatency(market, product.brokerUrl, highest / 2);
    await market.close();
    return { figures, latency };
  } finally {
    await product.stop();
  }
}

async function main(): Promise<void> {
  const checkouts = [...(values.against === undefined ? [] : [path.resolve(values.against)]), here];
  const rounds = new Map(checkouts.map((checkout): [string, Round[]] => [checkout, []]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [checkout, measured] of rounds) measured.push(await measureOnce(checkout));
  const [first = [], second] = [...rounds.values()].map(mediansOf);
  printTable(
    ['what', 'a second', 'p50 ms', 'p99 ms', 'host ms', 'engine ms', ...(second ? ['to the other'] : [])],
    (second ?? first).map(({ what, aSecond, p50Ms, p99Ms, hostMs, engineMs }, index) => {
      const other = first[index]?.aSecond ?? Number.NaN;
      return [what, aSecond, p50Ms, p99Ms, hostMs, engineMs, ...(second ? [aSecond / other] : [])];
    }),
  );
  for (const [checkout, measured] of rounds) printLatency(checkout, measured);
}

function mediansOf(rounds: readonly Round[]): Figure[] {
  const [any] = rounds;
  return (any?.figures ?? []).map(({ what }, row) => {
    const median = (part: Exclude<keyof Figure, 'what'>) => {
      const values = rounds.map(({ figures }) => figures[row]?.[part] ?? Number.NaN);
      return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
    };
    return {
      what,
      aSecond: median('aSecond'),
      p50Ms: median('p50Ms'),
      p99Ms: median('p99Ms'),
      hostMs: median('hostMs'),
      engineMs: median('engineMs'),
    };
  });
}

function printLatency(checkout: string, rounds: readonly Round[]): void {
  for (const { latency } of rounds) {
    const { ticksASecond, p50Ms, p99Ms } = latency;
    console.log(
      `${path.basename(checkout)}: from a tick to the event of its fill, at ${ticksASecond.toFixed(0)} ticks a second ` +
        `(half of the highest rate): p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
