/** `npm run deploy`: says what is missing, deploys the Worker, and says what comes next. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import packageFile from '../../package.json' with { type: 'json' }
import { PlainError } from '../../worker/lib/PlainError.ts'
import { type DeployFacts, deployFindings, sentAlong } from './deployChecks.ts'
import { deployFacts } from './deployFacts.ts'
import { nextSteps } from './deployNext.ts'
import { takenByNpm } from './npmOptions.ts'
import { UsageError } from './UsageError.ts'
import { runWrangler, type WranglerRun } from './wrangler.ts'

const USAGE = `Usage: npm run deploy -- [--dry-run] [--secrets FILE]

  --dry-run        checks and builds, and sends nothing; needs no account
  --secrets FILE   settings that go along, as .dev.vars has them; those that are set already stay
`

/** Exit status: 0 when it is deployed (or could be), 1 when it is not, 2 for wrong arguments. */
async function main(): Promise<number> {
  const { secrets = null, 'dry-run': dryRun = false } = parse()
  const facts = await deployFacts(secrets, dryRun)
  const { stops, notes } = deployFindings(facts)
  for (const note of notes) console.log(`- ${note}`)
  if (stops.length > 0) throw new PlainError(`This was not deployed.\n${stops.join('\n')}`)
  const { code, lines } = await deploy(facts)
  if (code !== 0) return 1
  if (dryRun) console.log('\nThis was a dry run: nothing was sent to Cloudflare.')
  const [target] = lines.flatMap((line) => (line.type === 'deploy' ? (line.targets ?? []) : []))
  if (!dryRun) console.log(`\n${nextSteps(facts, originOf(target))}`)
  return 0
}

async function deploy(facts: DeployFacts): Promise<WranglerRun> {
  if (facts.dryRun) {
    return runWrangler(['deploy', '--dry-run', '--outdir', '.wrangler/build'], { shown: true })
  }
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'))
  try {
    return await runWrangler(['deploy', ...about(facts), ...along(facts, folder)], { shown: true })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What `npx wrangler versions list` shows of it. */
function about({ commit, changed }: DeployFacts): string[] {
  const state = changed?.length ? ', with changes' : ''
  const message = `${packageFile.version}${commit ? ` (${commit}${state})` : ''}`
  return ['--tag', packageFile.version, '--message', message]
}

/** As JSON: in a file like .dev.vars wrangler takes a $ for the beginning of a name. */
function along({ file }: DeployFacts, folder: string): string[] {
  if (!file) return []
  const path = join(folder, 'secrets.json')
  writeFileSync(path, JSON.stringify(sentAlong(file)), { mode: 0o600 })
  return ['--secrets-file', path]
}

/** A route of one's own domain stands there as `calls.example.com (custom domain)`. */
function originOf(target: string | undefined): string {
  const [host = ''] = target?.replace(/^https?:\/\//, '').split(/[\s/]/) ?? []
  return host === '' ? 'https://<your host>' : `https://${host}`
}

function parse() {
  const taken = takenByNpm(['dry-run', 'secrets'], process.env)
  if (taken) throw new UsageError(taken)
  try {
    const options = { 'dry-run': { type: 'boolean' }, secrets: { type: 'string' } } as const
    return parseArgs({ options }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const isUsage = error instanceof UsageError
  const isPlain = isUsage || error instanceof PlainError
  console.error(isPlain ? `\n${error.message}` : error)
  if (isUsage) console.error(`\n${USAGE}`)
  process.exitCode = isUsage ? 2 : 1
}
