import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BROKEN_RULES } from '../mutation/rules.ts'

const CALL = join(import.meta.dirname, '../../worker/call')

test('each rule that is broken on purpose stands once where it is said to', () => {
  const lost = BROKEN_RULES.filter(({ file, replace }) => {
    const parts = readFileSync(join(CALL, file), 'utf8').split(replace)
    return parts.length !== 2
  })
  expect(lost.map(({ file, breaks }) => `${file}: ${breaks}`)).toEqual([])
})
