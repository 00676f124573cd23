/** While a deploy is deferred, and after it is rolled back, one release's Worker asks the other's objects. */
import { beforeAll, describe } from 'vitest'
import { test } from './rehearsal.ts'
import { hasLastRelease, lastRelease, type Release, thisRelease } from './releases.ts'
import { rehearseCall } from './rehearseCall.ts'
import { onRig } from './Rig.ts'

const BINDINGS = ['CALLS', 'DIRECTORY', 'OPERATORS', 'CONVEX'] as const
/** Each object takes new code in a moment of its own: all are of the other release, or one is. */
const OTHERS: (readonly string[])[] = [BINDINGS, ...BINDINGS.map((name) => [name])]

let last: Release
let current: Release
beforeAll(() => {
  if (!hasLastRelease()) return
  last = lastRelease()
  current = thisRelease()
})

const hostedBy = (release: Release, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, release]))

describe.concurrent('this Worker on objects of the last release', () => {
  test.each(OTHERS.map((names) => [names.join(', '), names] as const))('%s', (_, names) =>
    onRig({ entry: current, hosts: hostedBy(last, names) }, (rig) =>
      rehearseCall(rig, [last, current]),
    ),
  )
})

describe.concurrent('the Worker of the last release on objects of this one', () => {
  test.each(OTHERS.map((names) => [names.join(', '), names] as const))('%s', (_, names) =>
    onRig({ entry: last, hosts: hostedBy(current, names) }, (rig) =>
      rehearseCall(rig, [last, current]),
    ),
  )
})
