/** No call to a service of AWS may take longer than this, the connection included. */
export const LONGEST_CALL_MS = 4_000;

/**
 * How every client of AWS waits. Without `throwOnRequestTimeout` the SDK only writes a warning when the time is over,
 * and a service that hangs takes the whole time of the function.
 */
export function boundedCalls(requestTimeoutMs = 3_000) {
  return {
    requestHandler: {
      requestTimeout: requestTimeoutMs,
      connectionTimeout: 1_000,
      throwOnRequestTimeout: true,
    },
  };
}
