/** No call to an AWS service may take longer than this, including the connection. */
export const LONGEST_CALL_MS = 4_000;

/**
 * Timeouts of every AWS client. Without `throwOnRequestTimeout` the SDK merely logs a warning when a request times out,
 * and a hanging service uses up the function's whole time.
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
