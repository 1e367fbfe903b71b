export type PrintLine = (line: string) => void;

export interface Printed {
  functionName: string;
  stream: 'stdout' | 'stderr';
  text: string;
}

/** Prints functions' output line by line, prefixed with the function's name. */
export class LinePrinter {
  private readonly unfinished = new Map<string, string>();

  constructor(private readonly print: PrintLine) {}

  take({ functionName, stream, text }: Printed): void {
    const source = `${functionName} ${stream}`;
    const lines = `${this.unfinished.get(source) ?? ''}${text}`.split(/\r?\n/);
    this.unfinished.set(source, lines.pop() ?? '');
    for (const line of lines) {
      // CloudWatch extracts metrics from the log; here they would only be noise.
      if (!line.includes('"_aws":{"Timestamp"')) this.print(`${functionName}: ${line}`);
    }
  }
}
