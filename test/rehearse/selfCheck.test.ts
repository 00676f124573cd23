/** The rehearsal notices what a deploy would break. */
import { describe, expect } from 'vitest'
import type { WorkerModule } from '../local/modules.ts'
import { test } from './rehearsal.ts'
import { lastRelease, type Release, thisRelease } from './releases.ts'
import { rehearseCall } from './rehearseCall.ts'
import { onRig } from './Rig.ts'

interface Change {
  change: string
  /** What is replaced in the bundle, in all its modules: within the release, both sides agree. */
  edits: readonly (readonly [RegExp, string])[]
  /** Whose code stays that of the last release. */
  host: string
  /** What the rehearsal says. */
  says: string
}

const CHANGES: readonly Change[] = [
  {
    change: 'another name for a method',
    edits: [[/\bcarrierSays\b/g, 'statusIs']],
    host: 'CALLS',
    says: 'A request of Twilio’s failed.',
  },
  {
    change: 'one more argument for a method',
    edits: [
      [/\.admit\((\w+),(\w+)\)/g, '.admit($1,"main",$2)'],
      [/\badmit\((\w+),(\w+)\)\{/g, 'admit($1,place,$2){'],
    ],
    host: 'DIRECTORY',
    says: 'the one line is taken',
  },
  {
    change: 'another name for a field',
    edits: [[/\bcarrierDurationSec\b/g, 'carrierSeconds']],
    host: 'CALLS',
    says: 'record was refused',
  },
]

function edited(release: Release, edits: Change['edits']): Release {
  const modules = edits.reduce((before, [pattern, replacement]) => {
    const after = before.map((module) => editedModule(module, pattern, replacement))
    const isSame = after.every((module, at) => module === before[at])
    if (isSame) throw new Error(`Nothing in the bundle is like ${pattern}.`)
    return after
  }, release.modules)
  return { ...release, modules }
}

function editedModule(module: WorkerModule, pattern: RegExp, replacement: string): WorkerModule {
  if (module.kind !== 'esModule') return module
  const before = new TextDecoder().decode(module.bytes)
  const after = before.replaceAll(pattern, replacement)
  return after === before ? module : { ...module, bytes: new TextEncoder().encode(after) }
}

describe.concurrent('a release is refused that has', () => {
  test.each(CHANGES)('$change', async ({ edits, host, says }) => {
    const changed = edited(thisRelease(), edits)
    const rehearsal = onRig({ entry: changed, hosts: { [host]: lastRelease() } }, (rig) =>
      rehearseCall(rig, [lastRelease(), thisRelease()]),
    )
    await expect(rehearsal).rejects.toThrow(says)
  })
})
