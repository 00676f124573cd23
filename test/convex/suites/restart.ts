import { expect, test } from 'vitest'
import { useEmbeddedHost } from '../compare.ts'

const embedded = useEmbeddedHost()

test('rows outlive the host, and a new schema finds them by its new indexes', async () => {
  const response = await fetch(`${embedded().url}/restarts/${crypto.randomUUID()}/run`)
  expect(await response.json()).toEqual({
    byWord: { value: ['a', 'b', 'c'] },
    byRank: { value: ['c', 'b', 'a'] },
    byCreation: { value: ['b', 'c', 'a'] },
  })
})

test('an index that a rollback did not know is made anew when its release comes again', async () => {
  const response = await fetch(`${embedded().url}/restarts/${crypto.randomUUID()}/rollback`)
  expect(await response.json()).toEqual({
    byWord: { value: ['a', 'b', 'c'] },
    found: { value: ['c'] },
    gone: { value: [] },
  })
})
