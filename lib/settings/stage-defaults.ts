import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as z from 'zod';
import type { settings } from './settings';

export type Configuration = ReturnType<typeof withStageDefaults>;

/** dev is disposable and quiet; prod keeps its data when the stack is deleted, and raises alarms. */
export function withStageDefaults(parsed: z.infer<typeof settings>) {
  const isProd = parsed.stage === 'prod';
  return {
    ...parsed,
    // Separate messages are cheap and fast as long as they seldom conflict with another of the same stock.
    ingest: parsed.ingest ?? (isProd ? ('kinesis' as const) : ('direct' as const)),
    edge: parsed.edge ?? isProd,
    // Without confirmation, an address may belong to anyone.
    signUp: parsed.signUp ?? (isProd ? ('confirmed' as const) : ('open' as const)),
    terminationProtection: parsed.terminationProtection ?? isProd,
    logRetentionDays: parsed.logRetentionDays ?? (isProd ? RetentionDays.ONE_YEAR : RetentionDays.TWO_WEEKS),
    removalPolicy: parsed.removalPolicy ?? (isProd ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY),
    alarms: parsed.alarms ?? isProd,
    publishTicks: parsed.publishTicks ?? !isProd,
  };
}
