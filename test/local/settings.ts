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
import { readSettingsFile, type SettingsFile } from './settingsFile.ts'

/** The number that `npm start` sets up and `npm run call` dials. E.164, from the range for fiction. */
export const SEEDED_NUMBER = '+12025550100'

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
} satisfies Record<(typeof LOCAL_NAMES)[number], z.ZodType>)

const EXPECTATIONS: Readonly<Record<keyof typeof localSchema.shape, Expectation>> = {
  PORT: { secret: false, expected: 'a port from 1 to 65535', example: '8787' },
  BIND_ADDRESS: {
    secret: false,
    expected: 'the IP address of this machine to listen on',
    example: '127.0.0.1',
  },
  STATE_DIR: { secret: false, expected: 'a folder', example: '.switchboard/state' },
}

export interface LocalSettings extends z.infer<typeof localSchema> {
  /** What was set for the Worker, as it was set. */
  vars: Record<string, string>
  /** The same as the Worker understands it. */
  worker: Settings
  /** Sentences about what has no effect. */
  notes: string[]
}

/** @throws PlainError with one sentence a line for everything that is wrong. */
export function loadSettings(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = root,
): LocalSettings {
  const { file, notes } = settingsFile(folder)
  const values: Record<string, string> = { ...file?.values }
  for (const [name, value] of Object.entries(env)) if (value) values[name] = value
  const worker = parseSettings(values)
  const local = parseBy(localSchema, EXPECTATIONS, values)
  const wrong = [...(file?.wrong ?? []), ...worker.wrong, ...local.wrong]
  if (wrong.length > 0) throw new PlainError(wrong.join('\n'))
  const named = settingsSchema.keyof().options.filter((name) => worker.given.has(name))
  return {
    ...local.settings,
    vars: Object.fromEntries(named.map((name) => [name, values[name] ?? ''])),
    worker: worker.settings,
    notes: [...notes, ...foreignSettings(values), ...unknownNames(Object.keys(file?.values ?? {}))],
  }
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
