/**
 * Calls an engine without an SDK, so its response stays in wire format. Both engines require a well-formed signature
 * but don't verify it.
 */
export function askEngine(
  endpoint: string,
  target: `${string}.${string}`,
  input: object,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20200101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
    signal,
  });
}
