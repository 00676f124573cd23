/** While a deploy is deferred, and after it is rolled back, one release's Worker asks the other's objects. */
import { describe } from 'vitest'
import { test } from './rehearsal.ts'
import { lastRelease, type Release, thisRelease } from './releases.ts'
import { rehearseCall } from './rehearseCall.ts'
import { onRig } from './Rig.ts'

const BINDINGS = ['CALLS', 'DIRECTORY', 'OPERATORS', 'CONVEX'] as const
/** Each object takes new code in a moment of its own: all are of the other release, or one is. */
const OTHERS: (readonly string[])[] = [BINDINGS, ...BINDINGS.map((name) => [name])]

const hostedBy = (release: Release, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, release]))

describe.concurrent('this Worker on objects of the last release', () => {
  test.each(OTHERS.map((names) => [names.join(', '), names] as const))('%s', (_, names) =>
    onRig({ entry: thisRelease(), hosts: hostedBy(lastRelease(), names) }, (rig) =>
      rehearseCall(rig, [lastRelease(), thisRelease()]),
    ),
  )
})

describe.concurrent('the Worker of the last release on objects of this one', () => {
  test.each(OTHERS.map((names) => [names.join(', '), names] as const))('%s', (_, names) =>
    onRig({ entry: lastRelease(), hosts: hostedBy(thisRelease(), names) }, (rig) =>
      rehearseCall(rig, [lastRelease(), thisRelease()]),
    ),
  )
})
