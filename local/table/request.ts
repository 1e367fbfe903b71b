/**
 * Asks an engine without an SDK: what it answers stays as it stands on the wire. Both engines insist on the form of a
 * signature, and check nothing of it.
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
