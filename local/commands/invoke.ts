// `npm run invoke -- <function> <event.json>`: runs one of the stack's functions once, as Lambda would, and prints its
// result. In memory unless --data names a folder, which must not be in use by a running host.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Closing } from '../closing';
import { readJsonFile } from '../read-json-file';
import { Refusal } from '../refusal';
import { startRuntime } from '../runtime';
import { synthesize } from '../synthesize';

const usage = 'usage: npm run invoke -- <function> <event.json> [--data DIR]';

async function invoke(closing: Closing): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' } },
  });
  const [name, eventFile, ...rest] = positionals;
  if (name === undefined || eventFile === undefined || rest.length > 0) throw new Refusal(usage);
  const event = readJsonFile(eventFile);

  const assemblyFolder = mkdtempSync(path.join(tmpdir(), 'trading-invoke-'));
  closing.add(() => rmSync(assemblyFolder, { recursive: true, force: true }));
  await synthesize(path.join(__dirname, '..', '..'), assemblyFolder, { edge: 'false' });
  const { stack, functions, publishWith } = await startRuntime(
    {
      assemblyFolder,
      dataFolder: values.data,
      workers: 1,
      logLevel: 'INFO',
      print: (line) => console.error(line),
    },
    closing,
  );
  // There is no broker; print what would be published.
  publishWith(async (topic, payload) => console.error(`${topic} ${payload}`));
  // `deposit` is short for `trading-dev-deposit`: all functions share the stack's name as prefix.
  const declaration = stack.functions.find(
    (each) => each.name === name || each.name === `${stack.name}-${name}`,
  );
  if (declaration === undefined) {
    throw new Refusal(
      `There is no function ${name}; there are ${stack.functions.map((each) => each.name).join(', ')}.`,
    );
  }
  const outcome = await functions.invoke(declaration.arn, event);
  if (outcome.ok) console.log(outcome.payload);
  return outcome.ok ? 0 : 1;
}

const closing = new Closing();
invoke(closing)
  .catch((error: unknown) => {
    console.error(error instanceof Refusal ? error.message : error);
    return 1;
  })
  .then(async (code) => {
    await closing.run();
    process.exitCode = code;
  });
