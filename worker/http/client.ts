import type { Context } from 'hono'

/** Who a request comes from, for counting: an IPv4 address, or the network of an IPv6 one. */
export function clientOf(c: Context): string {
  return networkOf(c.req.header('cf-connecting-ip') ?? 'unknown')
}

/** One customer has a whole IPv6 /64, so its addresses count as one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = tail?.split(':').filter((group) => group !== '') ?? []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups.slice(0, 4).join(':')}::/64`
}
