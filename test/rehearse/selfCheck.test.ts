/** The rehearsal notices what a deploy would break. */
import { beforeAll, describe, expect } from 'vitest'
import { test } from './rehearsal.ts'
import { hasLastRelease, lastRelease, type Release, thisRelease } from './releases.ts'
import { rehearseCall } from './rehearseCall.ts'
import { onRig } from './Rig.ts'

/** What two releases could disagree in, by its name in the bundle; consistent within one of them. */
const RENAMED = [
  ['a method of a call’s object', 'carrierSays', 'statusIs', 'A request of Twilio’s failed.'],
  ['a field of the record', 'carrierDurationSec', 'carrierSeconds', 'record was refused'],
] as const

let last: Release
let current: Release
beforeAll(() => {
  if (!hasLastRelease()) return
  last = lastRelease()
  current = thisRelease()
})

function renamed(release: Release, from: string, to: string): Release {
  const code = release.code.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to)
  if (code === release.code) throw new Error(`The bundle does not name ${from}.`)
  return { ...release, code }
}

describe.concurrent('a release that renames', () => {
  test.each(RENAMED)('%s is refused', async (_, from, to, why) => {
    const changed = renamed(current, from, to)
    const rehearsal = onRig({ entry: changed, hosts: { CALLS: last } }, (rig) =>
      rehearseCall(rig, [last, current]),
    )
    await expect(rehearsal).rejects.toThrow(why)
  })
})
