/** What is to be said before a deploy; nothing is asked here. */
import { SETTING_FACTS, settableNames } from '../../worker/settings/facts.ts'
import { missingSettings, poorSettings } from '../../worker/settings/missing.ts'
import { unknownNames } from '../../worker/settings/names.ts'
import { isLocalUrl } from '../../worker/lib/localHosts.ts'
import { parseSettings } from '../../worker/settings/parse.ts'

/** What Cloudflare knows of the Worker's settings. */
export type AtCloudflare =
  | { state: 'known'; names: readonly string[] }
  /** There is no such Worker yet. */
  | { state: 'new' }
  | { state: 'signed_out' }
  /** It could not be asked: `why` is wrangler's sentence. */
  | { state: 'unknown'; why: string }

/** What `wrangler.toml` says, as far as it matters here. */
export interface DeployConfig {
  name: string
  /** Classes of Durable Objects that are bound, and those that a migration makes. */
  bound: readonly string[]
  migrated: readonly string[]
  /** `[vars]`, as text. */
  vars: Readonly<Record<string, string>>
}

export interface DeployFacts {
  config: DeployConfig
  cloudflare: AtCloudflare
  /** What a file of settings brings along; `null`: there is none. */
  file: Readonly<Record<string, string>> | null
  /** Files that differ from the commit; `null`: this is no repository. */
  changed: readonly string[] | null
  /** The commit's short id; `null`: there is none. */
  commit: string | null
  dryRun: boolean
}

export interface Findings {
  /** Why there is no deploy. */
  stops: string[]
  /** What there is to know. */
  notes: string[]
}

export function deployFindings(facts: DeployFacts): Findings {
  const { config, cloudflare, file } = facts
  const given = parseSettings({ ...config.vars, ...sentAlong(file ?? {}) })
  const names = namesKnown(facts)
  const all = new Set([...names, ...Object.keys(file ?? {})])
  const isSet = (name: string) => names.has(name)
  const stops = [
    ...given.wrong,
    ...secretsForAll(config),
    ...withoutMigration(config),
    ...tooLong({ ...config.vars, ...sentAlong(file ?? {}) }),
    ...onThisMachine(given.settings.PUBLIC_URL),
    ...(cloudflare.state === 'signed_out' && !facts.dryRun ? [SIGN_IN] : []),
  ]
  const notes = [
    ...whatIsUnknown(facts),
    ...(areAllKnown(facts) ? missingSettings(isSet) : []),
    ...poorSettings(given.settings),
    ...unknownNames(all),
    ...uncommitted(facts.changed),
  ]
  return { stops, notes }
}

/** What of a file of settings is the Worker's: not what this machine or another tool keeps there. */
export function sentAlong(file: Readonly<Record<string, string>>): Record<string, string> {
  const names: readonly string[] = settableNames
  return Object.fromEntries(Object.entries(file).filter(([name]) => names.includes(name)))
}

/** Every name that has a value once the Worker is deployed. */
export function namesKnown({ config, cloudflare, file }: DeployFacts): Set<string> {
  const before = cloudflare.state === 'known' ? cloudflare.names : []
  return new Set([...before, ...Object.keys(config.vars), ...Object.keys(sentAlong(file ?? {}))])
}

/** Of what is not known nobody says that it is missing; a file that is tried out is to hold all of it. */
const areAllKnown = ({ cloudflare, file, dryRun }: DeployFacts): boolean =>
  cloudflare.state === 'known' || cloudflare.state === 'new' || (dryRun && file !== null)

const SIGN_IN =
  'Nobody is signed in to Cloudflare: npx wrangler login, or set CLOUDFLARE_API_TOKEN.'

function whatIsUnknown({ cloudflare, dryRun, config }: DeployFacts): string[] {
  switch (cloudflare.state) {
    case 'new':
      return [`There is no Worker “${config.name}” at Cloudflare yet: this makes it.`]
    case 'signed_out':
      return dryRun
        ? ['Nobody is signed in to Cloudflare: it is not known which settings are set there.']
        : []
    case 'unknown':
      return [`It is not known which settings are set at Cloudflare: ${cloudflare.why}`]
    case 'known':
      return []
  }
}

/** Who reads the repository reads them, too. */
function secretsForAll({ vars }: DeployConfig): string[] {
  const facts: Readonly<Record<string, { secret: boolean }>> = SETTING_FACTS
  return Object.keys(vars)
    .filter((name) => facts[name]?.secret && vars[name] !== '')
    .map(
      (name) =>
        `${name} is a secret, and stands under [vars] in wrangler.toml: take it out and replace it, then npx wrangler secret put ${name}.`,
    )
}

function withoutMigration({ bound, migrated }: DeployConfig): string[] {
  return bound
    .filter((name) => !migrated.includes(name))
    .map(
      (name) =>
        `${name} is bound in wrangler.toml, and no migration makes it: add it to new_sqlite_classes of a new [[migrations]].`,
    )
}

/** https://developers.cloudflare.com/workers/platform/limits/#environment-variables */
const MOST_BYTES = 5 * 1024

const tooLong = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values)
    .filter(([, value]) => Buffer.byteLength(value) > MOST_BYTES)
    .map(([name]) => `${name} is too long: Cloudflare takes 5 KB of each setting.`)

const onThisMachine = (publicUrl: string | undefined): string[] =>
  publicUrl && isLocalUrl(publicUrl)
    ? [`PUBLIC_URL is ${publicUrl}: nobody reaches the Worker there once it is at Cloudflare.`]
    : []

/** So many files are named. */
const NAMED = 5

function uncommitted(changed: readonly string[] | null): string[] {
  if (!changed?.length) return []
  const more = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : ''
  const names = changed.slice(0, NAMED).join(', ')
  return [`What is deployed is in no commit: ${names}${more} changed since the last one.`]
}
