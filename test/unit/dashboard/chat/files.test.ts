import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { chatScripts } from '../../../../dashboard/chat/build.ts'

const scripts = await chatScripts(
  fileURLToPath(new URL('../../../../dashboard/chat', import.meta.url)),
)
const MOST_BYTES = 30 * 1024

it.each([...scripts])('%s is small, and runs under a strict policy', (_name, source) => {
  expect(gzipSync(source).length).toBeLessThan(MOST_BYTES)
  expect(source).not.toMatch(/\beval\(|new Function|innerHTML|document\.write/)
  expect(source).not.toMatch(/document\.cookie|localStorage|getUserMedia/)
})

it('both scripts are there', () => {
  expect([...scripts.keys()]).toEqual(['widget.js', 'page.js'])
})
