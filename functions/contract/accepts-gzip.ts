/** Whether a client accepts gzip, by its Accept-Encoding (RFC 9110, 12.5.3): a weight of 0 means that it doesn't. */
export function acceptsGzip(acceptEncoding: string): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(acceptEncoding);
}
