/** Finds out what there is to check before a deploy. */
import { execFileSync } from 'node:child_process'
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'
import type { AtCloudflare, DeployConfig, DeployFacts } from './deployChecks.ts'
import { root } from './settings.ts'
import { readSettingsFile } from './settingsFile.ts'
import { runWrangler } from './wrangler.ts'

/** `path`: the file of settings that goes along; `null`: none does. */
export async function deployFacts(path: string | null, dryRun: boolean): Promise<DeployFacts> {
  const file = path === null ? null : settingsIn(path)
  const config = await readConfig()
  const cloudflare = await atCloudflare()
  return { config, file, cloudflare, changed: changedFiles(), commit: commit(), dryRun }
}

/** What is set to nothing is not set. @throws PlainError for a file that is not there, or does not mean what it seems to. */
function settingsIn(path: string): Record<string, string> {
  const file = readSettingsFile(path)
  if (!file) throw new PlainError(`There is no file ${path}.`)
  if (file.wrong.length > 0) throw new PlainError(file.wrong.join('\n'))
  return Object.fromEntries(Object.entries(file.values).filter(([, value]) => value.trim() !== ''))
}

/** As wrangler reads it: https://developers.cloudflare.com/workers/wrangler/configuration/ */
const configSchema = z.object({
  name: z.string().default(''),
  vars: z.record(z.string(), z.unknown()),
  durable_objects: z.object({ bindings: z.array(z.object({ class_name: z.string() })) }),
  migrations: z.array(
    z.object({
      new_sqlite_classes: z.array(z.string()).default([]),
      new_classes: z.array(z.string()).default([]),
      renamed_classes: z.array(z.object({ to: z.string() })).default([]),
    }),
  ),
})

async function readConfig(): Promise<DeployConfig> {
  const { unstable_readConfig: read } = await import('wrangler')
  const config = configSchema.parse(read({ config: `${root}wrangler.toml` }))
  const { name, vars, migrations, durable_objects: objects } = config
  return {
    name,
    bound: objects.bindings.map((binding) => binding.class_name),
    migrated: migrations.flatMap((step) => [
      ...step.new_sqlite_classes,
      ...step.new_classes,
      ...step.renamed_classes.map(({ to }) => to),
    ]),
    vars: Object.fromEntries(Object.entries(vars).map(([key, value]) => [key, String(value)])),
  }
}

const secretsSchema = z.array(z.object({ name: z.string() }))

async function atCloudflare(): Promise<AtCloudflare> {
  const { code, stdout, lines } = await runWrangler(['secret', 'list'], { shown: false })
  if (code === 0) {
    return {
      state: 'known',
      names: secretsSchema.parse(JSON.parse(stdout)).map(({ name }) => name),
    }
  }
  const [failed] = lines.filter((line) => line.type === 'command-failed')
  const why = failed?.message.trim().replaceAll(/\s+/g, ' ') || 'wrangler secret list failed.'
  if (/^Worker ".*" not found/.test(why)) return { state: 'new' }
  if (/CLOUDFLARE_API_TOKEN|not logged in|login/i.test(why)) return { state: 'signed_out' }
  return { state: 'unknown', why }
}

function changedFiles(): string[] | null {
  const status = git('status', '--porcelain', '--no-renames', '-z')
  return status?.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(3)])) ?? null
}

const commit = (): string | null => git('rev-parse', '--short', 'HEAD')?.trim() ?? null

/** `null`: this is no repository, or there is no git. */
function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return null
  }
}
