// `npm run audit`: audits the data of a running `npm start` while it keeps working, and prints the findings. The
// stack's audit function runs in this process, as the host would run it, against the host's own engine.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type AuditReportAnswer, auditReport } from '../../functions/contract/operations/audit-report';
import { readStack } from '../assembly/stack';
import { databaseFile } from '../data-folder';
import { Functions } from '../functions/functions';
import { Refusal } from '../refusal';
import { claimedEndpoint } from '../table/claim';
import { auditProgress } from './audit-progress';
import { reportText } from './audit-report';

const USAGE = `npm run audit -- [--data DIR] [--json]
  --data DIR  the data folder of the running npm start (DATA_DIR, ./data)
  --json      print the report as GET /api/audit returns it
Exits with 1 if a promise does not hold, with 2 if the audit could not run.`;

/** Short runs, so there is progress to show before the audit of a large table is finished. */
const SECONDS_PER_RUN = 2;
/** The audit calls nothing but the table, so nothing listens at this address. */
const NO_AWS = 'http://127.0.0.1:9';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: process.env.DATA_DIR || 'data' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const report = await audit(values.data);
  console.log(values.json ? JSON.stringify(report, undefined, 2) : reportText(report));
  return report.violation_count > 0 ? 1 : 0;
}

async function audit(dataFolder: string): Promise<AuditReportAnswer> {
  const dynamoDb = await claimedEndpoint(databaseFile(dataFolder));
  if (dynamoDb === undefined) {
    throw new Refusal(
      `No host is running on ${dataFolder}: run npm start first (not --in-memory), or name its folder with --data.`,
    );
  }
  const stack = readStack(path.join(dataFolder, 'assembly'), NO_AWS);
  const job = stack.functions.find(({ name }) => name === `${stack.name}-audit`);
  if (job === undefined) throw new Refusal('The stack has no audit function.');
  const functions = new Functions([job], {
    endpoints: { dynamoDb, aws: NO_AWS, accessKeyId: 'local' },
    workers: 1,
    logLevel: 'ERROR',
    // The report contains everything it logs.
    print: () => {},
  });
  try {
    return await auditInRuns(functions, job.arn);
  } finally {
    await functions.stop();
  }
}

async function auditInRuns(functions: Functions, arn: string): Promise<AuditReportAnswer> {
  const progress = auditProgress(process.stderr);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const event = { time_budget_seconds: SECONDS_PER_RUN, start_over: isFirst };
      const outcome = await functions.invoke(arn, event);
      if (!outcome.ok) throw new Refusal(`The audit failed: ${outcome.errorType}: ${outcome.errorMessage}`);
      const report = auditReport.parse(JSON.parse(outcome.payload));
      if (report.finished_at !== null) return report;
      progress.show(report);
    }
  } finally {
    progress.end();
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Refusal || error instanceof TypeError ? error.message : error);
    return 2;
  })
  .then((code) => {
    process.exitCode = code;
  });
