import { RemovalPolicy } from 'aws-cdk-lib';
import * as z from 'zod';
import { ALWAYS_OPEN, marketHours } from '../market-hours';
import { amount, flag, logRetention, origins, orNothing, percent, topicFilter, wholeNumber } from './fields';

/** Every setting, with its default unless that depends on the stage. */
export const settings = z.object({
  stage: z.enum(['dev', 'prod'], 'expected dev or prod').default('dev'),
  ticksTopic: topicFilter.default('thndr-trading/#'),
  // One invocation per message, or batches through a stream that keeps each topic's order.
  ingest: z.enum(['direct', 'kinesis'], 'expected direct or kinesis').optional(),
  // Empty makes the stream scale on demand.
  ingestShards: orNothing(1, 1_000),
  marketHours: marketHours.default(ALWAYS_OPEN),
  quoteMaxAgeSeconds: wholeNumber(1, 86_400).default(60),
  // Ticks out of order by less than this are matched like others; 0 only records them.
  lateTickSeconds: wholeNumber(0, 3_600).default(10),
  // A tick further ahead of the clock becomes a dead letter: it would make all that follow late.
  maxClockSkewSeconds: wholeNumber(0, 86_400).default(10),
  // The shares that sells find in one tick: unlimited, or the tick's availability in total.
  sellLiquidity: z
    .enum(['unlimited', 'availability'], 'expected unlimited or availability')
    .default('unlimited'),
  // How far beyond the price a market order may buy, in percent, with up to two decimals.
  marketCollarPercent: percent(0, 100).default(5),
  // Fees, computed per order: a part of the traded value, an amount per share, and a minimum per order.
  feeBasisPoints: z.coerce
    .string()
    .regex(/^\d{1,4}(?:\.\d{1,2})?$/, 'expected basis points below 10000 with at most 2 decimals')
    .default('0'),
  feePerShare: amount.default('0'),
  feeMinimum: amount.default('0'),
  feeSides: z.enum(['both', 'buy', 'sell'], 'expected both, buy or sell').default('both'),
  // Open buys per user, and open sells per stock that a user holds.
  maxOpenOrders: wholeNumber(1, 1_000_000).default(1_000),
  // With this many open, no order with two bounds is accepted.
  maxBoundedOrders: wholeNumber(1, 1_000_000).default(250),
  // Empty keeps the tick history forever.
  tickRetentionDays: orNothing(1, 36_500),
  logRetentionDays: logRetention.optional(),
  removalPolicy: z
    .enum([RemovalPolicy.RETAIN, RemovalPolicy.DESTROY], 'expected retain or destroy')
    .optional(),
  requestsPerSecond: wholeNumber(1, 10_000).default(1_000),
  requestBurst: wholeNumber(1, 5_000).default(2_000),
  // Sign-in. Cognito's own quota is 120 a second per account, and can be raised.
  credentialRequestsPerSecond: wholeNumber(1, 10_000).default(50),
  credentialRequestBurst: wholeNumber(1, 5_000).default(100),
  // Each of sign-up, its confirmation, the two steps of a forgotten password, and a change of password. They share a
  // Cognito quota of 30 a second per account, which can't be raised.
  signUpRequestsPerSecond: wholeNumber(1, 6).default(5),
  signUp: z.enum(['open', 'confirmed', 'closed'], 'expected open, confirmed or closed').optional(),
  // The sender of codes: an address verified in SES, in the stack's region.
  mailFrom: z.email('expected an email address').optional(),
  // CloudFront and a firewall in front of the API, as a separate stack.
  edge: flag.optional(),
  // The stack's region. Empty leaves it to the CLI; the edge is always in us-east-1.
  region: z
    .string()
    .regex(/^(?:[a-z]{2}(?:-[a-z]+)+-\d)?$/, 'expected a region such as eu-south-1')
    .default(''),
  // Per five minutes: all requests, and those that check passwords or create accounts.
  requestsPerAddress: wholeNumber(10, 2_000_000).default(6_000),
  credentialRequestsPerAddress: wholeNumber(10, 2_000_000).default(100),
  docs: flag.default(true),
  corsOrigins: origins.default([]),
  minimumPasswordLength: wholeNumber(8, 99).default(8),
  accessTokenMinutes: wholeNumber(5, 1_440).default(60),
  refreshTokenDays: wholeNumber(1, 3_650).default(30),
  // The console on AWS, as a separate stack.
  console: flag.default(false),
  // The account's endpoint: aws iot describe-endpoint --endpoint-type iot:Data-ATS
  iotEndpoint: z
    .string()
    .regex(
      /^[a-z0-9]+-ats\.iot\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
      'expected a host such as a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com',
    )
    .optional(),
  // Whether administrators may publish ticks over the API, for stages whose prices are made up anyway.
  publishTicks: flag.optional(),
  threatProtection: flag.default(false),
  // Whether quote events are published, and over how many seconds they are merged into one: 0 doesn't wait.
  quoteEvents: flag.default(true),
  quoteEventSeconds: wholeNumber(0, 300).default(0),
  // Reserved concurrency of a function, which is also its limit.
  matcherConcurrency: orNothing(1, 10_000),
  publisherConcurrency: orNothing(1, 10_000),
  // The account's concurrency quota in the region, for the alarm that warns of it.
  accountConcurrency: wholeNumber(10, 100_000).default(1_000),
  // The table's warm and maximum throughput, in units a second.
  warmReadUnits: orNothing(12_000, 1_000_000),
  warmWriteUnits: orNothing(4_000, 1_000_000),
  maxReadUnits: orNothing(1, 1_000_000),
  maxWriteUnits: orNothing(1, 1_000_000),
  terminationProtection: flag.optional(),
  alarms: flag.optional(),
  alarmEmail: z.email('expected an email address').optional(),
  // For the whole account, in US dollars.
  monthlyBudget: orNothing(1, 10_000_000),
  domainName: z
    .string()
    .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'expected a host name such as api.example.com')
    .optional(),
  certificateArn: z.string().startsWith('arn:', 'expected the ARN of an ACM certificate').optional(),
});
