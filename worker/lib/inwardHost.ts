/** Which hosts lie within a private network, or nowhere that anybody could mean. */

/** https://www.iana.org/assignments/iana-ipv4-special-registry and multicast */
const INWARD_V4 = networks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
)

/** All that is routed; what is without embeds IPv4 addresses (mapped, NAT64), or is local. */
const GLOBAL_V6 = networks('2000::/3')
/** https://www.iana.org/assignments/iana-ipv6-special-registry: tunnels (Teredo, 6to4), documentation */
const INWARD_V6 = networks('2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20')

/**
 * Names of this machine and of private networks: RFC 6761, RFC 6762 and its appendix G, RFC 8375, and
 * `internal`, where clouds keep their metadata.
 */
const INWARD_NAMES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
]

/** `hostname`: as the URL standard writes it, which knows the odd spellings of addresses. */
export function isInwardHost(hostname: string): boolean {
  if (hostname.startsWith('[')) {
    const address = v6(hostname.slice(1, -1))
    return address === null || !isIn(GLOBAL_V6, address) || isIn(INWARD_V6, address)
  }
  const name = hostname.toLowerCase().replace(/\.+$/, '')
  const address = v4(name)
  if (address !== null) return isIn(INWARD_V4, address)
  return isInwardName(name)
}

function isInwardName(name: string): boolean {
  const labels = name.split('.')
  // A public name has a dot, and no top-level domain is a number.
  if (labels.length < 2 || /^(\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')) return true
  return INWARD_NAMES.some((inward) => name.endsWith(`.${inward}`))
}

interface Address {
  value: bigint
  width: 32 | 128
}
interface Network extends Address {
  bits: number
}

function networks(...texts: string[]): Network[] {
  return texts.map((text) => {
    const [base = '', bits] = text.split('/')
    const address = v4(base) ?? v6(base)
    if (!address) throw new Error(`${text} is no network.`)
    return { ...address, bits: Number(bits) }
  })
}

function isIn(list: readonly Network[], { value, width }: Address): boolean {
  return list.some((network) => {
    const rest = BigInt(width - network.bits)
    return network.width === width && network.value >> rest === value >> rest
  })
}

function v4(text: string): Address | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null
  const bytes = text.split('.').map(Number)
  return { value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), width: 32 }
}

function v6(text: string): Address | null {
  const [head = '', tail, ...more] = text.split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = (tail ?? '').split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after]
  const isOne = more.length === 0 && groups.length === 8
  if (!isOne || !groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null
  const hex = groups.map((group) => group.padStart(4, '0')).join('')
  return { value: BigInt(`0x${hex}`), width: 128 }
}
