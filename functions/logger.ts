import { Logger } from '@aws-lambda-powertools/logger';

/** One JSON line each. Bodies and headers are never logged: they carry passwords and tokens. */
export const logger = new Logger();
