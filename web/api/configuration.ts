import { FEE_SIDES, type FeeSchedule, isFree } from '../../functions/domain/fees';
import { exactly } from '../money/exact';

/** What the console is told about where it runs, before anybody has signed in. */
export interface Configuration {
  /** Where events come from; without it prices are polled. */
  readonly liveUrl?: string | undefined;
  readonly stage?: string | undefined;
  /** Undefined until the server says: then nothing is called quiet. */
  readonly quoteMaxAgeSeconds?: number | undefined;
  /** How far above the price, or the stop, a market or stop order to buy may fill. */
  readonly marketCollarPercent?: number | undefined;
  /** What orders that are placed now are charged; undefined where it is nothing. */
  readonly feeSchedule?: FeeSchedule | undefined;
  readonly passwordLength: number;
  readonly features: readonly string[];
}

const UNTOLD: Configuration = { passwordLength: 8, features: [] };

export let configuration: Configuration = UNTOLD;

export async function readConfiguration(): Promise<void> {
  try {
    const response = await fetch('/config.json', { headers: { accept: 'application/json' } });
    if (!response.ok) return;
    configuration = configurationOf(await response.json());
  } catch {
    // Without it the console polls and asks the server about everything else.
  }
}

export function configurationOf(told: unknown): Configuration {
  if (typeof told !== 'object' || told === null) return UNTOLD;
  const fields = new Map(Object.entries(told));
  const text = (name: string) => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string) => {
    const value: unknown = fields.get(name);
    return typeof value === 'number' ? value : undefined;
  };
  const features: unknown = fields.get('features');
  return {
    liveUrl: text('live_url'),
    stage: text('stage'),
    quoteMaxAgeSeconds: number('quote_max_age_seconds'),
    marketCollarPercent: number('market_collar_percent'),
    feeSchedule: feeScheduleOf(fields.get('fees')),
    passwordLength: number('password_length') ?? UNTOLD.passwordLength,
    features: Array.isArray(features) ? features.filter((feature) => typeof feature === 'string') : [],
  };
}

const PER_MILLION_IN_A_BASIS_POINT = 100;

function feeScheduleOf(told: unknown): FeeSchedule | undefined {
  if (typeof told !== 'object' || told === null) return undefined;
  const fields = new Map(Object.entries(told));
  const number = (name: string) => Number(fields.get(name) ?? 0);
  const schedule = {
    perMillion: Math.round(number('basis_points') * PER_MILLION_IN_A_BASIS_POINT),
    perShare: exactly(number('per_share')),
    minimum: exactly(number('minimum')),
    sides: FEE_SIDES.find((side) => side === fields.get('sides')) ?? 'both',
  };
  return isFree(schedule) ? undefined : schedule;
}
