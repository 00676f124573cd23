/** What GitHub runs for us is what we have seen, and may do no more than it must. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url))

describe.each(readdirSync(folder))('%s', (name) => {
  const workflow = readFileSync(join(folder, name), 'utf8')

  test('names every action by its commit, with the version beside it', () => {
    const used = workflow.match(/\buses:.*/g) ?? []
    expect(used).not.toEqual([])
    for (const line of used) expect(line).toMatch(/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('reads the repository, and that is all', () => {
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m)
    expect(workflow.match(/permissions:|: write\b/g)).toEqual(['permissions:'])
    expect(workflow).toContain('persist-credentials: false')
    expect(workflow).not.toMatch(/pull_request_target|secrets\./)
  })
})
