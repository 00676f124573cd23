/**
 * `npm run mutate`: breaks the machine's rules one at a time, in a copy, and runs its tests on each. A rule whose
 * breach no test notices lives. Words after the command choose the files whose rules are broken; with `--quick`
 * the laws, which take the longest by far, are not asked.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { BrokenRule } from './rule.ts'
import { BROKEN_RULES } from './rules.ts'
import { type Copy, copyProject } from './copy.ts'

const { positionals: chosen, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})
const rules = BROKEN_RULES.filter(
  ({ file }) => chosen.length === 0 || chosen.some((name) => file === `${name}.ts`),
)
const copies = Array.from({ length: Math.max(1, Math.min(cpus().length, 4)) }, copyProject)
const alive: BrokenRule[] = []
try {
  const sound = await copies[0]?.test(values.quick)
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
    const unnoticed = await copy.test(values.quick)
    copy.mend(rule)
    if (!unnoticed) continue
    alive.push(rule)
    console.log(`Not noticed: ${rule.breaks} (${rule.file}).`)
  }
}
