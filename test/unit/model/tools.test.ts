import { expect, test } from 'vitest'
import { toolsSchema } from '../../../convex/model/tools.ts'

const http = (name: string) => ({ name, description: 'Does it.', url: 'https://example.com/' })

function complaints(tools: unknown): string[] {
  const { error } = toolsSchema.safeParse(tools)
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const allowed = (count: number) =>
  Array.from({ length: count }, (_none, at) => ({
    name: `tool_${at}`,
    fingerprint: 'f',
    description: 'x'.repeat(4000),
  }))

const server = (count: number) => ({
  name: 'tables',
  url: 'https://example.com/mcp',
  allowed: allowed(count),
})

test('no two tools have one name, and none has that of a built-in one', () => {
  expect(complaints({ http: [http('book'), http('end_call'), http('book')] })).toEqual([
    'http.1.name: That is the name of a built-in tool.',
    'http.2.name: That name is taken.',
  ])
})

test('an agent is one row, however long the tools of servers describe themselves', () => {
  expect(complaints({ mcp: [server(49)] })).toEqual([])
  expect(complaints({ mcp: [server(60)] })).toEqual([
    'mcp: The allowed tools describe themselves at too great length: allow fewer.',
  ])
})
