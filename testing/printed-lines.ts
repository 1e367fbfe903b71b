/** Makes Powertools print through the console, and keeps every line, parsed. Call before handlers are loaded. */
export function keepPrintedLines(service: string): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  Object.assign(process.env, {
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_METRICS_NAMESPACE: 'trading-test',
    POWERTOOLS_SERVICE_NAME: service,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  });
  for (const stream of ['log', 'info', 'warn', 'error'] as const)
    jest.spyOn(console, stream).mockImplementation((...printed: unknown[]) => {
      lines.push(JSON.parse(String(printed[0])));
    });
  return lines;
}

/** The last line in CloudWatch's embedded metric format. */
export function lastMetrics(lines: Record<string, unknown>[]): Record<string, unknown> | undefined {
  return lines.findLast((line) => '_aws' in line);
}
