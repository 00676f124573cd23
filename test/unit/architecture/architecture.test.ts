/** The house is built as rooms.ts says. */
import { describe, expect, test } from 'vitest'
import { circular, filesIn, type Import, importsOf, textOf } from './imports.ts'
import { ROOMS, roomsTable, TABLE_BEGINS, TABLE_ENDS } from './rooms.ts'

const NAMES = Object.keys(ROOMS).toSorted((a, b) => b.length - a.length)
const files = filesIn('convex', 'worker', 'dashboard', 'test/simulators')
const imports = files.flatMap(importsOf)
const ours = imports.filter(({ isPackage }) => !isPackage)

const lies = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`)
const roomOf = (path: string): string | undefined => NAMES.find((room) => lies(path, room))

function isAllowed({ from, to }: Import): boolean {
  const room = roomOf(from)
  if (!room) return false
  if (roomOf(to) === room) return true
  return ROOMS[room]?.imports.some((allowed) => lies(to, allowed)) ?? false
}

const written = ({ from, to }: Import): string => `${from} → ${to}`

test('there are imports to look at', () => {
  expect(files.length).toBeGreaterThan(150)
  expect(ours.length).toBeGreaterThan(300)
})

test.each(NAMES)('%s imports only what it may', (room) => {
  const wrong = ours.filter((one) => roomOf(one.from) === room && !isAllowed(one))
  expect(wrong.map(written)).toEqual([])
})

test('no file imports itself by a detour', () => {
  const everywhere = [...files, ...filesIn('test')].flatMap(importsOf)
  const circles = circular(everywhere.filter(({ isPackage }) => !isPackage))
  expect([...new Set(circles.map(written))].toSorted()).toEqual([])
})

test('docs/architecture.md has the table of rooms', () => {
  const [, table = ''] = textOf('docs/architecture.md').split(TABLE_BEGINS)
  expect(cells(table.split(TABLE_ENDS)[0] ?? '')).toEqual(cells(roomsTable()))
})

/** What a table says, however wide its columns are. */
function cells(table: string): string[][] {
  const rows = table.split('\n').filter((line) => line.startsWith('|'))
  return rows.map((row) => row.split('|').map((cell) => cell.trim().replace(/^-+$/, '---')))
}

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

test('every middleware has a name, and lies in worker/http', () => {
  const elsewhere = filesIn('worker').filter((path) => !lies(path, 'worker/http'))
  const nameless = /createMiddleware|\.use\(\s*(?:'[^']*',\s*)?(?:async\s*)?\(/
  expect(elsewhere.filter((path) => nameless.test(textOf(path)))).toEqual([])
})

test('unit tests start no process and no Worker', () => {
  const starters = [
    'node:child_process',
    'node:cluster',
    'wrangler',
    'miniflare',
    'playwright-core',
  ]
  const wrong = filesIn('test/unit')
    .flatMap(importsOf)
    .filter(({ to }) => starters.includes(to) || to === 'test/local/worker.ts')
  expect(wrong.map(written)).toEqual([])
})

describe('worker/call is pure', () => {
  const heart = files.filter((path) => lies(path, 'worker/call'))

  test.each(heart)('%s imports no package but zod, which is pure as well', (path) => {
    const packages = imports.filter((one) => one.from === path && one.isPackage)
    expect(packages.filter(({ to }) => to !== 'zod').map(written)).toEqual([])
  })

  test.each(heart)('%s has no clock, no chance and no I/O', (path) => {
    expect(textOf(path)).not.toMatch(
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
