/** The settings of this machine: the environment, else `.dev.vars`, else `.env`. */
import { isIP } from 'node:net'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { PlainError } from '../../worker/lib/PlainError.ts'
import type { Expectation } from '../../worker/settings/facts.ts'
import { foreignSettings } from '../../worker/settings/foreign.ts'
import { LOCAL_NAMES, unknownNames } from '../../worker/settings/names.ts'
import { parseBy, parseSettings } from '../../worker/settings/parse.ts'
import { type Settings, settingsSchema } from '../../worker/settings/schema.ts'
import { pattern, text, UNFIT } from '../../worker/settings/values.ts'
import { type Prompt, PROMPT_PATH, readPrompt } from './prompt.ts'
import { readSettingsFile, type SettingsFile } from './settingsFile.ts'

/** The number that `npm start` sets up and `npm run call` dials. E.164, from the range for fiction. */
export const SEEDED_NUMBER = '+12025550100'

/** Set, but to nothing, it means that the language is found out. */
const LANGUAGE = 'INPUT_TRANSCRIPTION_LANGUAGE'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const localSchema = z.object({
  PORT: pattern(/^0*[1-9]\d{0,4}$/)
    .transform(Number)
    .refine((port) => port < 65_536, { error: UNFIT })
    .default(8787),
  BIND_ADDRESS: text
    .refine((address) => isIP(address) !== 0, { error: UNFIT })
    .default('127.0.0.1'),
  STATE_DIR: text.default(`${root}.switchboard/state`),
  PROMPT_PATH: text.optional(),
} satisfies Record<(typeof LOCAL_NAMES)[number], z.ZodType>)

const EXPECTATIONS: Readonly<Record<keyof typeof localSchema.shape, Expectation>> = {
  PORT: { secret: false, expected: 'a port from 1 to 65535', example: '8787' },
  BIND_ADDRESS: {
    secret: false,
    expected: 'the IP address of this machine to listen on',
    example: '127.0.0.1',
  },
  STATE_DIR: { secret: false, expected: 'a folder', example: '.switchboard/state' },
  PROMPT_PATH: { secret: false, expected: 'a file of text', example: PROMPT_PATH },
}

export interface LocalSettings extends z.infer<typeof localSchema> {
  /** What was set for the Worker, as it was set. */
  vars: Record<string, string>
  /** The same as the Worker understands it. */
  worker: Settings
  /** What the first agent is told. */
  prompt: Prompt
  /** Sentences about what has no effect. */
  notes: string[]
}

/** `folder`: where the file is; `null`: none is read. @throws PlainError with one sentence a line. */
export function loadSettings(
  env: NodeJS.ProcessEnv = process.env,
  folder: string | null = root,
): LocalSettings {
  const { file, notes } = folder === null ? { file: null, notes: [] } : settingsFile(folder)
  const values: Record<string, string> = { ...file?.values }
  for (const [name, value] of Object.entries(env)) if (value) values[name] = value
  if ((env[LANGUAGE] ?? values[LANGUAGE])?.trim() === '') values[LANGUAGE] = 'auto'
  const worker = parseSettings(values)
  const local = parseBy(localSchema, EXPECTATIONS, values)
  const wrong = [...(file?.wrong ?? []), ...worker.wrong, ...local.wrong, ...keyOfConvex(values)]
  const allNotes = [
    ...notes,
    ...foreignSettings(values),
    ...unknownNames(Object.keys(file?.values ?? {})),
  ]
  // Who mends the one wants to know of the other as well.
  if (wrong.length > 0) throw new PlainError([...wrong, ...allNotes].join('\n'))
  const { PROMPT_PATH: path } = local.settings
  const prompt = readPrompt(root, { path, text: worker.settings.SYSTEM_PROMPT })
  const named = settingsSchema.keyof().options.filter((name) => worker.given.has(name))
  return {
    ...local.settings,
    vars: {
      ...Object.fromEntries(named.map((name) => [name, values[name] ?? ''])),
      ...(prompt.from === PROMPT_PATH && !path ? {} : { SYSTEM_PROMPT: prompt.text }),
    },
    worker: worker.settings,
    prompt,
    notes: allNotes,
  }
}

/** A deployment that trusts nobody could not even be asked for the first agent. */
function keyOfConvex({ CONVEX_URL: url, AUTH_PRIVATE_KEY: key }: NodeJS.ProcessEnv): string[] {
  if (!url?.trim() || key?.trim()) return []
  return [
    'CONVEX_URL needs AUTH_PRIVATE_KEY, whose public half the deployment trusts: npx node test/local/newKey.ts makes both. ' +
      'Without CONVEX_URL the data are kept here.',
  ]
}

/** The one file that is read, and what to say of those that are not. */
function settingsFile(folder: string): { file: SettingsFile | null; notes: string[] } {
  const notes: string[] = []
  if (existsSync(`${folder}/worker/.dev.vars`)) {
    notes.push('worker/.dev.vars is not read: settings stand in .dev.vars beside package.json.')
  }
  const devVars = readSettingsFile(`${folder}/.dev.vars`)
  if (devVars && existsSync(`${folder}/.env`)) {
    notes.push('.env is not read, as there is a .dev.vars.')
  }
  return { file: devVars ?? readSettingsFile(`${folder}/.env`), notes }
}
