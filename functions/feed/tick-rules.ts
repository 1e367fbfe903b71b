import * as z from 'zod';
import { TICK_RULES, type TickRules } from '../domain/stock';
import { optionalNumberSetting } from '../environment';

const sellLiquidity = z.enum(['unlimited', 'availability']).default(TICK_RULES.sellLiquidity);

/** As configured by the deployment. */
export function tickRules(): TickRules {
  return {
    lateTickSeconds: optionalNumberSetting('LATE_TICK_SECONDS') ?? TICK_RULES.lateTickSeconds,
    quoteMaxAgeSeconds: optionalNumberSetting('QUOTE_MAX_AGE_SECONDS') ?? TICK_RULES.quoteMaxAgeSeconds,
    sellLiquidity: sellLiquidity.parse(process.env.SELL_LIQUIDITY),
  };
}
