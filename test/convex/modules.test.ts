/// <reference types="vite/client" />
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const SOURCES = import.meta.glob<string>('../../convex/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const modules = Object.entries(SOURCES)
  .map(([path, source]) => ({ name: path.replace('../../convex/', ''), source }))
  .filter(({ name }) => !name.startsWith('_generated/'))

test('only lib/access.ts makes functions', () => {
  const makers = modules.filter(({ source }) =>
    [...source.matchAll(/import (.*?) from '[^']*_generated\/server\.js'|Generic\(/gs)].some(
      ([found, names]) =>
        found === 'Generic(' || /\b(internal)?([qQ]uery|[mM]utation|[aA]ction)\b/.test(names ?? ''),
    ),
  )
  expect(makers.map(({ name }) => name)).toEqual(['lib/access.ts'])
})

test('the generated API names every module', async () => {
  const api = await readFile(new URL('../../convex/_generated/api.d.ts', import.meta.url), 'utf8')
  const listed = [...api.matchAll(/from "\.\.\/(.*)\.js"/g)].map(([, name]) => `${name}.ts`)
  const expected = modules
    .map(({ name }) => name)
    .filter((name) => !/^(schema|auth\.config)\.ts$/.test(name))
  expect(listed.toSorted()).toEqual(expected.toSorted())
})

test('no function filters a table without an index', () => {
  const scans = modules.filter(({ source }) =>
    /\.query\('\w+'\)\s*\.(filter|collect|take|first|unique|paginate|order|fullTableScan)\b/.test(
      source,
    ),
  )
  expect(scans.map(({ name }) => name)).toEqual([])
})
