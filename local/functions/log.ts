export type PrintLine = (line: string) => void;

export interface Printed {
  functionName: string;
  stream: 'stdout' | 'stderr';
  text: string;
}

/** What functions print, line by line under the name of the function, as one reads a log group. */
export class LinePrinter {
  private readonly unfinished = new Map<string, string>();

  constructor(private readonly print: PrintLine) {}

  take({ functionName, stream, text }: Printed): void {
    const source = `${functionName} ${stream}`;
    const lines = `${this.unfinished.get(source) ?? ''}${text}`.split(/\r?\n/);
    this.unfinished.set(source, lines.pop() ?? '');
    for (const line of lines) {
      // CloudWatch takes metrics out of the log; here they would only be noise in it.
      if (!line.includes('"_aws":{"Timestamp"')) this.print(`${functionName}: ${line}`);
    }
  }
}
