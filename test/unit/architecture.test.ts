/** Who may import whom. What is not listed here is not allowed. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A room is a folder or a file; a file belongs to the longest room it lies in. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'convex/model': [],
  convex: ['convex/model'],

  'worker/lib': [],
  'worker/settings': ['worker/lib', 'convex/model'],
  'worker/call': ['convex/model'],
  'worker/carriers': ['worker/call', 'worker/lib', 'convex/model'],
  'worker/engines': ['worker/call', 'worker/lib', 'convex/model'],
  'worker/tools': ['worker/call/ports.ts', 'worker/lib', 'convex/model'],
  /** Carries a call out, and is no Durable Object: it runs in Node, with recorders. */
  'worker/shell': [
    'worker/call',
    'worker/carriers',
    'worker/engines',
    'worker/tools',
    'worker/data',
    'worker/lib',
    'convex/model',
  ],
  'worker/data': ['worker/lib', 'convex/model', 'convex/_generated'],
  'worker/embedded-convex': ['worker/lib', 'convex'],
  /** Names every binding and what each vendor's code wants to know, so it sees them all. */
  'worker/config.ts': [
    'convex/model',
    'worker/settings',
    'worker/lib',
    'worker/carriers',
    'worker/engines',
    'worker/data',
    'worker/embedded-convex',
    'worker/objects',
  ],
  'worker/objects': [
    'worker/config.ts',
    'worker/call',
    'worker/carriers',
    'worker/shell',
    'worker/data',
    'worker/lib',
    'convex/model',
  ],
  'worker/http': [
    'worker/config.ts',
    'worker/carriers',
    'worker/data',
    'worker/objects',
    'worker/lib',
  ],
  'worker/routes': [
    'worker/config.ts',
    'worker/settings',
    'worker/http',
    'worker/carriers',
    'worker/engines',
    'worker/data',
    'worker/objects',
    'worker/lib',
    'convex/model',
  ],
  'worker/index.ts': [
    'worker/embedded-convex',
    'worker/http',
    'worker/lib',
    'worker/objects',
    'worker/routes',
  ],

  dashboard: ['convex/model', 'convex/_generated'],

  'test/simulators/audio': [],
  'test/simulators/twilio': ['test/simulators/audio'],
  'test/simulators/openai': ['test/simulators/audio'],
}
const ROOMS = Object.keys(MAY_IMPORT).toSorted((a, b) => b.length - a.length)

interface Import {
  from: string
  to: string
  /** Between `import` and `from`. */
  what: string
  isPackage: boolean
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+((?:type\s+)?[^'";]*?)\s*from\s*'([^']+)'|import\s*\(?\s*'([^']+)'/g

const files = ['convex', 'worker', 'dashboard', 'test/simulators'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.tsx?$/.test(path) && !/node_modules|dist\/|_generated/.test(path)),
)
const imports = files.flatMap(importsOf)
const ours = imports.filter(({ isPackage }) => !isPackage)

function importsOf(from: string): Import[] {
  const source = readFileSync(join(root, from), 'utf8')
  return [...source.matchAll(IMPORT)].map(([, what = '', named = '', bare = '']) => {
    const specifier = named || bare
    const isPackage = !specifier.startsWith('.')
    return { from, to: isPackage ? specifier : join(dirname(from), specifier), what, isPackage }
  })
}

const lies = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`)
const roomOf = (path: string): string | undefined => ROOMS.find((room) => lies(path, room))

function isAllowed({ from, to }: Import): boolean {
  const room = roomOf(from)
  if (!room) return false
  if (roomOf(to) === room) return true
  return MAY_IMPORT[room]?.some((allowed) => lies(to, allowed)) ?? false
}

const written = ({ from, to }: Import): string => `${from} → ${to}`

test('there are imports to look at', () => {
  expect(files.length).toBeGreaterThan(150)
  expect(ours.length).toBeGreaterThan(300)
})

test.each(ROOMS)('%s imports only what it may', (room) => {
  const wrong = ours.filter((one) => roomOf(one.from) === room && !isAllowed(one))
  expect(wrong.map(written)).toEqual([])
})

test('every file lies in a room', () => {
  expect(files.filter((path) => !roomOf(path))).toEqual([])
})

test('routes and middleware reach the objects through their bindings alone', () => {
  // What is left are the names of objects and the types of their answers.
  const direct = ours.filter(
    ({ from, to, what }) =>
      (lies(from, 'worker/routes') || lies(from, 'worker/http')) &&
      lies(to, 'worker/objects') &&
      !what.startsWith('type ') &&
      !/^\{(\s*(type \w+|[A-Z][A-Z_]*),?\s*)+\}$/.test(what),
  )
  expect(direct.map(written)).toEqual([])
})

describe('worker/call is pure', () => {
  const heart = files.filter((path) => lies(path, 'worker/call'))

  test.each(heart)('%s imports no package but zod, which is pure as well', (path) => {
    const packages = imports.filter((one) => one.from === path && one.isPackage)
    expect(packages.filter(({ to }) => to !== 'zod').map(written)).toEqual([])
  })

  test.each(heart)('%s has no clock, no chance and no I/O', (path) => {
    const source = readFileSync(join(root, path), 'utf8')
    expect(source).not.toMatch(
      /\b(Date\.now|new Date|performance\.|Math\.random|crypto\.|setTimeout|setInterval|fetch\()/,
    )
  })
})

test('the shell runs in Node: it needs nothing of the platform', () => {
  const platform = imports.filter(
    ({ from, to, isPackage }) => lies(from, 'worker/shell') && isPackage && to !== 'zod',
  )
  expect(platform.map(written)).toEqual([])
})

test('the domain model needs zod and the phone numbers’ rules alone', () => {
  const packages = imports.filter((one) => lies(one.from, 'convex/model') && one.isPackage)
  expect([...new Set(packages.map(({ to }) => to))].toSorted()).toEqual([
    'libphonenumber-js/min',
    'zod',
  ])
})
