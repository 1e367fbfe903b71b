import { useQuery } from '../../api/query';
import { audit, feed } from '../../reads/administration';

/** The latest report, asked for once there is one and anew when another has finished; the feed tells of both. */
export function useAudit() {
  const told = useQuery(feed());
  const latest = told.data?.latest_audit;
  const finishedAt = latest?.finished_at ?? undefined;
  const report = useQuery({ ...audit(finishedAt), placeholderData: (before) => before });
  return { finishedAt, isNone: latest === null, read: latest ? report : { ...told, data: undefined } };
}
