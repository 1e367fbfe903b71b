// `npm run feed:provision` and `npm run feed:revoke`: manage who may publish ticks on AWS.
import { setTimeout as pause } from 'node:timers/promises';
import { IoTClient } from '@aws-sdk/client-iot';
import { Refusal } from '../../../local/refusal';
import { readOptions } from './options';
import { provision } from './provision';
import { revoke } from './revoke';

async function main([command, ...args]: string[]): Promise<void> {
  const options = readOptions(args);
  const iot = new IoTClient({});
  if (command === 'provision') {
    const endpoint = await provision(iot, options);
    console.log(
      `${options.name} may publish at ${endpoint}; its key and certificate are in ${options.folder}.`,
    );
  } else if (command === 'revoke') {
    const withdrawn = await revoke(iot, options, pause);
    const what = withdrawn === 1 ? '1 certificate' : `${withdrawn} certificates`;
    console.log(`${options.name} may no longer publish: ${what} revoked.`);
  } else {
    throw new Refusal(
      'usage: npm run feed:provision -- --name <publisher> [--stage dev] [--topic T] [--out DIR]',
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
});
