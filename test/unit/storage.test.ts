/** docs/storage.md names every key and table that the code names, and no other. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const DOCUMENT = readFileSync(join(root, 'docs/storage.md'), 'utf8')

const sources = new Map(
  readdirSync(join(root, 'worker'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join(root, 'worker', name), 'utf8')]),
)

/** A key of the storage API: `storage.put(KEY, …)`, `kv.list({ prefix: KEY })`. */
const ACCESS = /(?:\bkv|[sS]torage)\s*\.(?:get|put|delete|list)(?:<[^>]*>)?\(\s*([^,)\n]+)/g
const TABLE = /CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+|\$\{[^}]+\})/g

/** The text that an expression begins with: a literal, or what it is defined as in the same file. */
function namesIn(expression: string, source: string, depth = 0): string[] {
  const first = expression.split('+')[0] ?? ''
  const literals = [...first.matchAll(/'([^']+)'|`(\w+)/g)].map(([, a, b]) => a ?? b ?? '')
  if (literals.length > 0 || depth > 3) return literals.slice(0, 1)
  for (const [name] of first.matchAll(/[A-Za-z]\w*/g)) {
    const definition =
      new RegExp(`(?:const|let) ${name}\\b[^=\\n]*=\\s*([^\\n]+)`).exec(source) ??
      new RegExp(`function ${name}\\([^)]*\\)[^{]*\\{\\s*return ([^\\n]+)`).exec(source)
    const found = definition?.[1] ? namesIn(definition[1], source, depth + 1) : []
    if (found.length > 0) return found
  }
  return []
}

/** What is named elsewhere than in the file that makes it. */
function tablesOf(name: string, source: string): string[] {
  if (/^\w+$/.test(name)) return [name]
  // A list of definitions: 'sessions (id TEXT …)'.
  if (name === '${table}') return [...source.matchAll(/'(\w+) \(\w+ TEXT/g)].map(([, t]) => t ?? '')
  const all = [...sources.values()].join('\n')
  const made = /\$\{(\w+)\(/.exec(name)?.[1]
  if (made) return namesIn(made, all)
  return namesIn('entriesOf', all)
}

/** What goes through all keys of an object names none of them. */
const ALL_KEYS = new Set([
  "shell/forgetAll.ts: kv.list({ prefix: '' }",
  'shell/forgetAll.ts: kv.delete(key',
])

const stored = new Map<string, string[]>()
for (const [file, source] of sources) {
  for (const [access, expression = ''] of source.matchAll(ACCESS)) {
    stored.set(`${file}: ${access}`, namesIn(expression, source))
  }
  for (const [creation, name = ''] of source.matchAll(TABLE)) {
    stored.set(`${file}: ${creation}`, tablesOf(name, source))
  }
}

const documented = [...DOCUMENT.matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key)

test('it is plain from the code which key each access means', () => {
  expect(stored.size).toBeGreaterThan(20)
  const unclear = [...stored].filter(
    ([access, names]) => names.length === 0 && !ALL_KEYS.has(access),
  )
  expect(unclear.map(([access]) => access)).toEqual([])
})

test('every key and table is in docs/storage.md, and every line there is one', () => {
  const named = new Set([...stored.values()].flat())
  expect(documented.toSorted()).toEqual([...named].toSorted())
})

test('every Durable Object has its part', () => {
  const config = readFileSync(join(root, 'wrangler.toml'), 'utf8')
  const objects = [...config.matchAll(/class_name = "(\w+)"/g)].map(([, name]) => name)
  const parts = [...DOCUMENT.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
  expect(parts.toSorted()).toEqual(objects.toSorted())
})
