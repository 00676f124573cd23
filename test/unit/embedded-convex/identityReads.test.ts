import type { UserIdentity } from 'convex/server'
import { expect, test } from 'vitest'
import { IdentityLog, isAlike } from '../../../worker/embedded-convex/identityReads.ts'

const person = (subject: string, role: string): UserIdentity => ({
  subject,
  role,
  name: subject,
  issuer: 'test',
  tokenIdentifier: `test|${subject}`,
})
const ann = person('ann', 'operator')
const bob = person('bob', 'operator')
const worker = person('worker', 'service')

/** What is known after a function looked at an identity. */
function readsOf(look: (identity: UserIdentity | null) => unknown, of: UserIdentity | null = ann) {
  const log = new IdentityLog(of)
  look(log.identity())
  return log.reads
}

test('who was not asked for does not matter', () => {
  const { reads } = new IdentityLog(ann)
  expect([bob, worker, null].map((other) => isAlike(reads, ann, other))).toEqual([true, true, true])
})

test('those are alike who agree in what was looked at', () => {
  const reads = readsOf((identity) => identity?.['role'])
  expect([bob, worker, null].map((other) => isAlike(reads, ann, other))).toEqual([
    true,
    false,
    false,
  ])
})

test.each<[string, (identity: UserIdentity | null) => unknown]>([
  ['a name', (identity) => identity?.name],
  ['all of it', (identity) => ({ ...identity })],
  ['its JSON', (identity) => JSON.stringify(identity)],
  ['its names', (identity) => identity && Object.keys(identity)],
])('who looks at %s tells people apart', (_, look) => {
  expect(isAlike(readsOf(look), ann, bob)).toBe(false)
})

test('nobody is unlike everybody', () => {
  const reads = readsOf((identity) => identity?.['role'], null)
  expect(isAlike(reads, null, ann)).toBe(false)
  expect(isAlike(reads, null, null)).toBe(true)
})
