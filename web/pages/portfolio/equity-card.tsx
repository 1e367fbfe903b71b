/** The course of the equity, once the API tells it. */
export function EquityCard(_: { userId: string }) {
  return null;
}
