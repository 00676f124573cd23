/**
 * `npm run mutate`: breaks the machine's rules one at a time, in a copy, and runs its tests on each. A rule whose
 * breach no test notices lives. Words after the command choose the files whose rules are broken.
 */
import { cpus } from 'node:os'
import { type BrokenRule, BROKEN_RULES } from './rules.ts'
import { type Copy, copyProject } from './copy.ts'

const chosen = process.argv.slice(2)
const rules = BROKEN_RULES.filter(
  ({ file }) => chosen.length === 0 || chosen.some((name) => file === `${name}.ts`),
)
const copies = Array.from({ length: Math.max(1, Math.min(cpus().length, 4)) }, copyProject)
const alive: BrokenRule[] = []
try {
  const sound = await copies[0]?.test()
  if (!sound) throw new Error('The tests fail with every rule in place.')
  const waiting = [...rules]
  await Promise.all(copies.map((copy) => breakRules(copy, waiting)))
} finally {
  for (const copy of copies) copy.remove()
}
console.log(`${rules.length - alive.length} of ${rules.length} broken rules were noticed.`)
if (alive.length > 0) process.exitCode = 1

async function breakRules(copy: Copy, waiting: BrokenRule[]): Promise<void> {
  for (let rule = waiting.shift(); rule; rule = waiting.shift()) {
    copy.break(rule)
    const unnoticed = await copy.test()
    copy.mend(rule)
    if (!unnoticed) continue
    alive.push(rule)
    console.log(`Not noticed: ${rule.breaks} (${rule.file}).`)
  }
}
