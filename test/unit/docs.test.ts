/** The documents name what there is, all of it and nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { voiceSettingsSchema } from '../../convex/model/agent.ts'
import {
  controlAnswerSchema,
  deletedCallerSchema,
  discordStandingSchema,
  healthSchema,
  refusalSchema,
  secretStoredSchema,
  sessionSchema,
  settingsAnswerSchema,
  signInWaysSchema,
  storedCallSchema,
  storedSecretsSchema,
  testCallSchema,
  tokenSchema,
  webhookStateSchema,
} from '../../convex/model/api.ts'
import {
  callEventSchema,
  callSchema,
  endReasonSchema,
  turnSchema,
} from '../../convex/model/call.ts'
import { liveMessageSchema } from '../../convex/model/live.ts'
import {
  REALTIME_MODELS,
  TRANSCRIPTION_MODELS,
} from '../../convex/model/engines/realtime/catalogue.ts'
import { realtimeSettingsSchema } from '../../convex/model/engines/realtime/settings.ts'
import { LEGACY_VOICES, VOICES } from '../../convex/model/engines/realtime/voices.ts'
import { sentencesIn } from '../../worker/call/prompts/index.ts'
import { functions } from '../../worker/embedded-convex/functions.ts'
import { FOREIGN_NAMES } from '../../worker/settings/foreign.ts'
import { LOCAL_NAMES } from '../../worker/settings/names.ts'
import { settingsSchema } from '../../worker/settings/schema.ts'
import { mountedRoutes, type Who, withoutPatterns } from './http/loadWorker.ts'

// Only workerd has it; the routes are mounted without.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }))

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const API_REFERENCE = read('docs/api-reference.md')
const VOICE_AGENTS = read('docs/voice-agents.md')
const DEV_VARS = read('.dev.vars.example')
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(root, '.github'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `.github/${name}`),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

describe('docs/decisions', () => {
  const records = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md')
  const index = read('docs/decisions/README.md')

  it.each(records)('%s is numbered, in the index, and tells what, why, and what not', (name) => {
    expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/)
    const text = read(`docs/decisions/${name}`)
    const [, title = ''] = text.match(/^# (.+)\n/) ?? []
    const row = index.split('\n').find((line) => line.includes(`](${name})`))
    expect(row?.split('|')[2]?.trim()).toBe(title)
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(['Decision', 'Why', 'Rejected'])
  })

  it('has each number once', () => {
    const numbers = records.map((name) => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('names files that there are', () => {
    const paths = records.flatMap((name) =>
      [...read(`docs/decisions/${name}`).matchAll(/`((?:worker|test)\/[^`]*)`/g)].map(
        ([, path = '']) => path,
      ),
    )
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

describe('docs/api-reference.md: routes', () => {
  it('names every route of the Worker, and no other', async () => {
    const mounted = (await mountedRoutes()).map(({ method, path }) => nameOf(method, path))
    const documented = [...sections(API_REFERENCE, 3).keys()]
    expect(documented.toSorted()).toEqual([...new Set(mounted)].toSorted())
  })

  it('tells who may pass each of them, and how others are refused', async () => {
    const rows = (await mountedRoutes()).map(({ method, path, who, ownPagesOnly }) => [
      `\`${nameOf(method, path)}\`${path.includes('{test_') ? ' of a test call' : ''}`,
      who,
      REFUSALS[who],
      ownPagesOnly ? OWN_PAGES[method] : '',
    ])
    const [, table = ''] = API_REFERENCE.match(/^\| route .*?\n\| -.*?\n(.*?)\n\n/ms) ?? []
    const documented = table.split('\n').map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    expect(documented).toEqual(rows)
  })
})

const nameOf = (method: string, path: string): string => `${method} ${withoutPatterns(path)}`

const REFUSALS: Record<Who, string> = {
  Twilio: '403, and the log says which URL was checked',
  operator: '401, with the ways to sign in',
  'operator or developer': '401',
  developer: '401',
  control: '401, or 503 while CONTROL_API_TOKEN is not set',
  anyone: '',
}
/** What is refused with 403 when another site's page asks. */
const OWN_PAGES: Record<string, string> = {
  POST: 'every request',
  PUT: 'every request',
  DELETE: 'every request',
  GET: 'a WebSocket',
}

describe('docs/api-reference.md: Convex functions', () => {
  const described = sections(API_REFERENCE, 4)
  const paths = functions.paths.map((path) => path.replace(':', '.'))

  it('names every public function, and no other', () => {
    expect([...described.keys()].toSorted()).toEqual(paths.toSorted())
  })

  it.each(functions.paths)('tells who may call %s, and with what', (path) => {
    const section = described.get(path.replace(':', '.'))?.trim() ?? ''
    expect(section.split(/[.,]/)[0]).toBe(audienceOf(path))
    expect(firstColumn(section).toSorted()).toEqual(argumentsOf(path).toSorted())
  })
})

/** Who may call a function is the name of its builder. */
function audienceOf(path: string): string {
  const [module = '', name = ''] = path.split(':')
  const builder = new RegExp(`export const ${name} = (operator|service|member)(Query|Mutation)\\(`)
  const [, role = '', kind = ''] = read(`convex/${module}.ts`).match(builder) ?? []
  return `${kind} for ${role === 'member' ? '`operator` or `service`' : `\`${role}\``}`
}

/** As the tables write them: `?` marks what may be left out. */
function argumentsOf(path: string): string[] {
  const args = functions.at(path)?.args
  if (args?.type !== 'object') return []
  return Object.entries(args.value).map(([name, { optional }]) => name + (optional ? '?' : ''))
}

const ANSWERS = [
  refusalSchema,
  signInWaysSchema,
  healthSchema,
  sessionSchema,
  tokenSchema,
  controlAnswerSchema,
  testCallSchema,
  storedCallSchema,
  deletedCallerSchema,
  discordStandingSchema,
  secretStoredSchema,
  storedSecretsSchema,
  webhookStateSchema,
  settingsAnswerSchema,
]

describe('docs/api-reference.md: shapes', () => {
  const names = new Set([
    ...Object.keys(callSchema.shape),
    ...Object.keys(turnSchema.shape),
    ...Object.keys(callEventSchema.shape),
    ...callEventSchema.shape.kind.options,
    ...endReasonSchema.options,
    ...liveMessageSchema.options.map(({ shape }) => shape.type.value),
  ])

  it.each([...names])('names %s', (name) => {
    expect(API_REFERENCE).toContain(`\`${name}\``)
  })

  const code = API_REFERENCE.match(/```[^]*?```|`[^`]+`/g)?.join('\n')
  const parts = new Set([
    ...ANSWERS.flatMap((answer) => Object.keys(answer.shape)),
    ...webhookStateSchema.shape.state.options,
  ])

  it.each([...parts])('an answer holds %s', (name) => {
    expect(code).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('settings', () => {
  const names: string[] = settingsSchema.keyof().options
  const defaults = Object.entries(settingsSchema.parse({}))

  it.each(names)('%s is explained', (name) => {
    expect(VOICE_AGENTS).toContain(`\`${name}\``)
    expect(DEV_VARS).toMatch(new RegExp(`^(# )?${name}\\b`, 'm'))
  })

  it.each(defaults.filter(([, value]) => typeof value !== 'boolean'))(
    'the default of %s is %s',
    (name, value) => {
      expect(rowOf(VOICE_AGENTS, name)).toContain(`\`${value}\``)
      expect(DEV_VARS).toContain(`\n${name}=${value}\n`)
    },
  )

  it('are all that .dev.vars.example sets', () => {
    const set = [...DEV_VARS.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
    const known = [...names, ...LOCAL_NAMES]
    expect(set.filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('docs/voice-agents.md', () => {
  it.each([
    ...Object.keys(voiceSettingsSchema.shape),
    ...Object.keys(realtimeSettingsSchema.shape),
  ])('explains the setting %s', (name) => {
    expect(VOICE_AGENTS).toContain(`\`${name}\``)
  })

  it.each([...REALTIME_MODELS, ...TRANSCRIPTION_MODELS])(
    'tells when %s is shut down',
    (name, model) => {
      expect(rowOf(VOICE_AGENTS, name)).toContain(model.shutdownDate ?? 'no date announced')
      expect(rowOf(VOICE_AGENTS, name)).toContain(model.label)
    },
  )

  it.each([...VOICES.keys()])('lists the voice %s', (name) => {
    expect(rowOf(VOICE_AGENTS, name)).toBeDefined()
  })

  it.each([...LEGACY_VOICES])('maps the voice %s', (legacy, voice) => {
    expect(VOICE_AGENTS).toContain(`\`${legacy}\` becomes \`${voice}\``)
  })

  const { unknownNumber, notConfigured, busy, failed, transferring } = sentencesIn('en-US')
  it.each([unknownNumber, notConfigured, busy, failed, transferring])(
    'explains why callers hear “%s”',
    (sentence) => {
      expect(VOICE_AGENTS).toContain(`“${sentence}”`)
    },
  )
})

describe('docs/coming-from-elsewhere.md', () => {
  const text = read('docs/coming-from-elsewhere.md')

  it.each(FOREIGN_NAMES)('says what %s is here', (name) => {
    expect(text).toContain(`\`${name}\``)
  })

  it.each(['api-reference.md', 'tools-agents.md', 'deployment.md'])(
    'leads to %s, or says that it is not written yet',
    (name) => {
      const isWritten = existsSync(join(root, 'docs', name))
      expect(rowOf(text, name)).toMatch(isWritten ? `](${name})` : 'not written yet')
    },
  )
})

describe('docs/voice-agents.md: troubleshooting', () => {
  const [, troubleshooting = ''] = VOICE_AGENTS.match(/^## 5\.(.+?)^## 6\./ms) ?? []
  const notOurs = ['Unknown file extension ".ts"']
  const quotes = [...troubleshooting.matchAll(/`([^`]+)`|“([^”]+)”/g)]
    .map(([, code, speech]) => code ?? speech ?? '')
    .filter((quote) => quote.split(' ').length > 3 && !notOurs.includes(quote))
  const source = ['worker', 'test/local'].map(sourceOf).join('\n')

  it.each([...new Set(quotes)])('quotes what the code says: %s', (quote) => {
    const missing = quote.split('…').filter((part) => !source.includes(part))
    expect(missing).toEqual([])
  })
})

function sourceOf(folder: string): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name)))
    .join('\n')
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('links to what exists', () => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
    expect(links.filter((target) => !leadsSomewhere(document, target))).toEqual([])
  })
})

function leadsSomewhere(document: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || anchorsOf(read(file)).includes(anchor)
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** The text under each heading of this level, by the code that the heading names. */
function sections(markdown: string, level: number): Map<string, string> {
  const [, ...parts] = markdown.split(new RegExp(`^#{${level}} \`(.+)\`$`, 'm'))
  const found = new Map<string, string>()
  for (let n = 0; n < parts.length; n += 2) {
    found.set(parts[n] ?? '', parts[n + 1]?.split(/^#{1,4} /m)[0] ?? '')
  }
  return found
}

/** What stands in code in the first column of the tables of a text. */
function firstColumn(markdown: string): string[] {
  return [...markdown.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  )
}

/** The row of a table that begins with this name. */
function rowOf(markdown: string, name: string): string | undefined {
  return markdown.split('\n').find((line) => line.startsWith(`| \`${name}\``))
}
