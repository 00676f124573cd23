import { isLocalUrl } from './localHosts.ts'

/**
 * Whether two addresses lead to the same server: the same host and port, whether by TLS or not, as what
 * ends TLS may stand before it. The names of this machine are one.
 */
export function isSamePlace(one: string, other: string): boolean {
  return placeOf(one) === placeOf(other)
}

function placeOf(address: string): string {
  const { hostname, port } = new URL(address)
  const host = isLocalUrl(address) ? 'localhost' : hostname.replace(/\.+$/, '')
  return `${host}:${port}`
}
