// What functions print, line by line under the name of the function, as one reads a log group.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type PrintLine = (line: string) => void;

export function printLines(functionName: string, streams: Readable[], print: PrintLine): void {
  for (const input of streams) {
    createInterface({ input }).on('line', (line) => {
      // CloudWatch takes metrics out of the log; here they would only be noise in it.
      if (!line.includes('"_aws":{"Timestamp"')) print(`${functionName}: ${line}`);
    });
  }
}
