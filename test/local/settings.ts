import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

/** What signs requests when the phone is simulated and no Twilio account is set. */
export const SIMULATED_AUTH_TOKEN = 'simulated-auth-token'
/** The number that `npm start` sets up and `npm run call` dials. E.164, from the range for fiction. */
export const SEEDED_NUMBER = '+12025550100'
export const DEFAULT_PORT = 8787

const DEV_VARS = fileURLToPath(new URL('../../.dev.vars', import.meta.url))

export type LocalSettings = Readonly<Record<string, string | undefined>>

/** The settings of this machine: the environment, else `.dev.vars`. Empty values count as not set. */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): LocalSettings {
  const settings: Record<string, string | undefined> = { ...readDevVars() }
  for (const [name, value] of Object.entries(env)) if (value) settings[name] = value
  for (const [name, value] of Object.entries(settings)) if (!value) delete settings[name]
  return settings
}

function readDevVars(): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(DEV_VARS, 'utf8'))
  } catch {
    return {}
  }
}
