import { BlockList } from 'node:net'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Guard, NotAsked, outwardUrl } from '../../../worker/lib/outwardUrl.ts'

const NOBODY: Guard = { ownUrl: null, exceptions: [] }

function isAsked(address: string, guard = NOBODY): boolean {
  try {
    outwardUrl(address, guard)
    return true
  } catch (error) {
    if (error instanceof NotAsked) return false
    throw error
  }
}

const V4: [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const V6: [network: string, bits: number][] = [
  ['::', 8],
  ['100::', 64],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2001:10::', 28],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

/** The platform's own reckoning of the same networks. */
const inward = new BlockList()
for (const [network, bits] of V4) inward.addSubnet(network, bits, 'ipv4')
const outside = new BlockList()
outside.addSubnet('2000::', 3, 'ipv6')
const withinGlobal = new BlockList()
withinGlobal.addSubnet('2001::', 23, 'ipv6')
withinGlobal.addSubnet('2001:db8::', 32, 'ipv6')
withinGlobal.addSubnet('2002::', 16, 'ipv6')
withinGlobal.addSubnet('3fff::', 20, 'ipv6')

type Bytes = [number, number, number, number]
const byte = fc.integer({ min: 0, max: 255 })
const anyV4 = fc.tuple(byte, byte, byte, byte)

/** An address within one of the networks. */
const inwardV4 = fc.tuple(fc.constantFrom(...V4), anyV4).map(([[network, bits], random]): Bytes => {
  const base = network.split('.').map(Number)
  const at = (index: number): number => {
    const fixed = Math.min(8, Math.max(0, bits - index * 8))
    const free = 0xff >> fixed
    return ((base[index] ?? 0) & ~free) | ((random[index] ?? 0) & free)
  }
  return [at(0), at(1), at(2), at(3)]
})

const inBase = (base: 8 | 10 | 16) => (value: number) =>
  ({ 8: `0${value.toString(8)}`, 10: String(value), 16: `0x${value.toString(16)}` })[base]
const numeral = fc.constantFrom<8 | 10 | 16>(8, 10, 16).map(inBase)

/** With the last bytes in one number, each number in a base of its own. */
const shortForm = (bytes: Bytes) =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), numeral, numeral, numeral, numeral)
    .map(([parts, ...written]) => {
      const last = bytes.slice(parts - 1).reduce((sum, one) => sum * 256 + one, 0)
      return [...bytes.slice(0, parts - 1), last].map((part, at) => written[at]?.(part)).join('.')
    })

const FULL_WIDTH = 0xff10 - 0x30
const disguises: ((text: string) => string)[] = [
  (text) => text,
  (text) => `${text}.`,
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('.', '。'),
  (text) => text.replaceAll('.', '．'),
  (text) => text.replaceAll('.', '｡'),
  (text) => text.replaceAll('.', '%2e'),
  (text) => text.replaceAll('.', '%E3%80%82'),
  (text) => text.replaceAll(/\d/g, (digit) => `%3${digit}`),
  (text) =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(digit.charCodeAt(0) + FULL_WIDTH)),
  (text) => text.replaceAll(/[\d.]/g, '$&\u00ad'),
  (text) => text.split('').join('\t'),
]
const disguise = fc.constantFrom(...disguises)
const ports = fc.constantFrom('', ':443', ':8443', ':22')

describe('IPv4 addresses', () => {
  test('one of a private network is not asked, however it is written', () => {
    const spelling = inwardV4.chain((bytes) => fc.tuple(shortForm(bytes), disguise, ports))
    fc.assert(
      fc.property(spelling, ([text, disguised, port]) => {
        expect(isAsked(`https://${disguised(text)}${port}/`)).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })

  test('every other one is', () => {
    fc.assert(
      fc.property(anyV4, (bytes) => {
        const text = bytes.join('.')
        expect(isAsked(`https://${text}/`)).toBe(!inward.check(text))
      }),
      { numRuns: 3_000 },
    )
  })

  test.each(V4)('%s/%i ends where it ends', (network, bits) => {
    const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    for (const number of [
      first - 1,
      first,
      first + 2 ** (32 - bits) - 1,
      first + 2 ** (32 - bits),
    ]) {
      if (number < 0 || number >= 2 ** 32) continue
      const text = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
      expect([text, isAsked(`https://${text}/`)]).toEqual([text, !inward.check(text)])
    }
  })
})

const group = fc.integer({ min: 0, max: 0xffff })
const groups = fc.array(group, { minLength: 8, maxLength: 8 })
const written = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':')

describe('IPv6 addresses', () => {
  test('those that are routed are asked, and no others', () => {
    const somewhere = fc.tuple(
      fc.constantFrom(0x2000, 0x2001, 0x2002, 0x2606, 0x3fff, 0x4000, 0xfc00, 0xfe80, 0),
      groups,
    )
    fc.assert(
      fc.property(somewhere, ([first, rest]) => {
        const text = written([first, ...rest.slice(1)])
        const isRouted = outside.check(text, 'ipv6') && !withinGlobal.check(text, 'ipv6')
        expect(isAsked(`https://[${text}]/`)).toBe(isRouted)
      }),
      { numRuns: 3_000 },
    )
  })

  test.each(V6)('nothing of %s/%i is asked', (network, bits) => {
    const list = new BlockList()
    list.addSubnet(network, bits, 'ipv6')
    fc.assert(
      fc.property(groups, (random) => {
        const base = new URL(`http://[${network}]`).hostname.slice(1, -1)
        const text = within(base, bits, random)
        expect(list.check(text, 'ipv6')).toBe(true)
        expect(isAsked(`https://[${text}]/`)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  test('an IPv4 address within one is not asked, wherever it is embedded', () => {
    const forms: ((bytes: Bytes) => string)[] = [
      (bytes) => `::ffff:${bytes.join('.')}`,
      (bytes) => `::${bytes.join('.')}`,
      (bytes) => `::ffff:0:${bytes.join('.')}`,
      (bytes) => `0:0:0:0:0:FFFF:${hex(bytes)}`,
      (bytes) => `64:ff9b::${bytes.join('.')}`,
      (bytes) => `64:ff9b:1::${hex(bytes)}`,
      (bytes) => `2002:${hex(bytes)}::1`,
      (bytes) => `2001:0:4136:e378:8000:63bf:${hex(bytes)}`,
    ]
    fc.assert(
      fc.property(anyV4, fc.constantFrom(...forms), (bytes, form) => {
        expect(isAsked(`https://[${form(bytes)}]/`)).toBe(false)
      }),
    )
  })

  test.each(['[fe80::1%25eth0]', '[fe80::1%eth0]', '[::1].', '[::1', '[1]', '[::1.2.3]'])(
    '%s is none',
    (host) => {
      expect(isAsked(`https://${host}/`)).toBe(false)
    },
  )
})

function hex(bytes: Bytes): string {
  const [a, b, c, d] = bytes
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

/** The first `bits` of one address, and the rest of another. */
function within(base: string, bits: number, random: readonly number[]): string {
  const [head = '', tail = ''] = base.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const whole = [...before, ...zeros, ...after].map((part) => Number.parseInt(part, 16))
  return written(
    whole.map((part, at) => {
      const free = 0xffff >> Math.min(16, Math.max(0, bits - at * 16))
      return (part & ~free) | ((random[at] ?? 0) & free)
    }),
  )
}

describe('names', () => {
  const inwardNames = [
    'localhost',
    'LOCALHOST',
    'localhost.',
    'ｌｏｃａｌｈｏｓｔ',
    '%6c%6f%63%61%6c%68%6f%73%74',
    'loc\u00adalhost',
    'app.localhost',
    'app.localhost.',
    'app.localhost%2e',
    'localhost.localdomain',
    'metadata',
    'metadata.google.internal',
    'metadata.google.internal.',
    'instance-data.ec2.internal',
    'kubernetes.default.svc.cluster.local',
    'printer.local',
    'nas。local',
    'router.lan',
    'router.home.arpa',
    'wiki.corp',
    'wiki.intranet',
    'a.private',
    'a.home',
    'intranet',
    '1.2.3.4.5',
    'example.0x1',
    'example.1',
  ]
  test.each(inwardNames)('%s is not asked', (name) => {
    expect(isAsked(`https://${name}/`)).toBe(false)
  })

  test.each([
    'example.com',
    'example.com.',
    'EXAMPLE.com:8443',
    'localhost.example.com',
    'local.example',
    'internal.example.com',
    'bücher.example',
    '10.0.0.1.example.com',
    '1.1.1.1',
    '[2606:4700:4700::1111]',
  ])('%s is', (name) => {
    expect(isAsked(`https://${name}/agent?key=1`)).toBe(true)
  })
})

describe('addresses', () => {
  test.each([
    'http://example.com/',
    'ftp://example.com/',
    'wss://example.com/',
    'file:///etc/passwd',
    'data:text/plain,hello',
    'javascript:1',
    'blob:https://example.com/1',
    'https:/\t/127.0.0.1/',
    'https:\\\\127.0.0.1\\',
    'https:127.0.0.1',
    'https://example.com@127.0.0.1/',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://:password@example.com/',
    'https://127.0.0.1#@example.com/',
    'https://127.0.0.1\\@example.com/',
    'https:///',
    'example.com',
    '//example.com',
    '',
  ])('%s is not asked', (address) => {
    expect(isAsked(address)).toBe(false)
  })

  test('what is said of one holds neither its path, its query nor its login', () => {
    const parts = ['s3cret-user', 's3cret-word', 's3cret-path', 's3cret-query']
    const [user, word, path, query] = parts
    for (const address of [
      `https://${user}:${word}@example.com/${path}?${query}`,
      `http://example.com/${path}?${query}`,
      `https://10.0.0.1/${path}?${query}`,
      `ftp://example.com/${path}?${query}`,
      `https://[${path}?${query}`,
    ]) {
      expect(() => outwardUrl(address, NOBODY)).toThrow(/^(?!.*s3cret).* is (not|only) asked/)
    }
    expect(() => outwardUrl(`https://${'a.'.repeat(120)}local`, NOBODY)).toThrow(/^.{100}… lies/)
  })
})

describe('exceptions of this machine', () => {
  const guard = { ownUrl: null, exceptions: ['127.0.0.1:3000', 'localhost:80', '[::1]:3000'] }

  test.each([
    'http://127.0.0.1:3000/agent',
    'https://127.0.0.1:3000/',
    'http://2130706433:3000/',
    'http://localhost/',
    'http://[::1]:3000/',
  ])('%s is asked where it is listed', (address) => {
    expect(isAsked(address, guard)).toBe(true)
    expect(isAsked(address)).toBe(false)
  })

  test.each([
    'http://127.0.0.1/',
    'http://127.0.0.1:3001/',
    'http://127.0.0.2:3000/',
    'http://localhost:3000/',
    'https://localhost/',
    'http://localhost:80@10.0.0.1/',
    'http://10.0.0.1:3000/',
    'ftp://127.0.0.1:3000/',
  ])('%s is not: host and port are exact', (address) => {
    expect(isAsked(address, guard)).toBe(false)
  })
})

test('the Worker does not ask itself, however its name is written', () => {
  const guard = { ownUrl: 'https://calls.example.com', exceptions: ['calls.example.com:443'] }
  for (const host of [
    'calls.example.com',
    'CALLS.example.com.',
    'calls.example.com:443',
    'calls%2eexample.com',
  ]) {
    expect(isAsked(`https://${host}/api`, guard)).toBe(false)
  }
  expect(isAsked('https://calls.example.com:8443/', guard)).toBe(true)
  expect(isAsked('https://other.example.com/', guard)).toBe(true)
})
