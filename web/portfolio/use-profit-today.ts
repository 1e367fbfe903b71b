import { computed } from '@preact/signals';
import type { UserPage } from '../api/answers';
import { useQuery } from '../api/query';
import { now } from '../live/clock';
import { equity } from '../reads/account';
import { profitToday } from './worth';

const DAY_MS = 86_400_000;

/** Changes at midnight, while the clock goes on. */
const today = computed(() => Math.floor(now.value / DAY_MS));

/** @returns undefined until it is known, null where a price is not */
export function useProfitToday(user: UserPage | undefined, userId: string): number | null | undefined {
  const { data } = useQuery(equity(userId, new Date(today.value * DAY_MS).toISOString()));
  return user && profitToday(user, data);
}
