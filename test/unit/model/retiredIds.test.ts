import { expect, test } from 'vitest'
import { retiredIdNotice } from '../../../convex/model/engines/pipeline/retiredIds.ts'

test.each([
  ['asst_abc123', 'assistants'],
  [' wf_abc123 ', 'your own endpoint'],
  ['pmpt_abc123', 'instructions'],
])('%s is answered with what replaces it', (id, replacement) => {
  expect(retiredIdNotice(id)).toContain(replacement)
})

test.each(['gpt-5.6-luna', 'https://example.com/asst_1', ''])('%j is no retired id', (text) => {
  expect(retiredIdNotice(text)).toBeNull()
})
