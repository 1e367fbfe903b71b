/** No call to an AWS service may take longer than this, including the connection. */
export const LONGEST_CALL_MS = 4_000;
export const REQUEST_TIMEOUT_MS = 3_000;
export const CONNECTION_TIMEOUT_MS = 1_000;

/**
 * Timeouts of the SDK's clients. Without `throwOnRequestTimeout` the SDK merely logs a warning when a request times out,
 * and a hanging service uses up the function's whole time.
 */
export function boundedCalls(requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  return {
    requestHandler: {
      requestTimeout: requestTimeoutMs,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}
