import { Logger } from '@aws-lambda-powertools/logger';

/** Logs JSON lines. Bodies and headers are never logged: they carry passwords and tokens. */
export const logger = new Logger();
