/** A normalized IPv4 address, or the /64 network of an IPv6 one, since a customer has all of its addresses. */
export function sourceOf(address: string): string {
  const inIpv4 = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!inIpv4.includes(':')) return inIpv4;
  const [head = '', tail] = inIpv4.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...behind];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
