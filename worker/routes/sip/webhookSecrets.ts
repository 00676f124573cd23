import type { Context } from 'hono'
import { dataSettings, readConfig } from '../../config.ts'
import { sealedSecretAt } from '../../data/secrets.ts'
import type { App } from '../../http/app.ts'
import { inTime } from '../../lib/inTime.ts'
import { logFailure } from '../../lib/log.ts'
import { PlainError } from '../../lib/PlainError.ts'
import { secretsKey } from '../../secrets/key.ts'
import { open } from '../../secrets/sealing.ts'

/** Where the secret is kept of a webhook that Settings have made. */
export const STORED_SECRET = { owner: 'installation', field: 'openai.webhookSecret' } as const

/** How long the data layer may take, in ms: OpenAI waits, and with it a caller. */
const PATIENCE_MS = 2_000

/** What OpenAI may sign its webhooks with: as it is set, or else as it is stored; none: nobody has said. */
export async function webhookSecrets(c: Context<App>): Promise<readonly string[]> {
  const { webhookSecrets: set } = readConfig(c.env).sip
  if (set.length > 0) return set
  try {
    const settings = dataSettings(c.env)
    const { owner, field } = STORED_SECRET
    const sealed = await inTime(sealedSecretAt(settings, owner, field), PATIENCE_MS, tooLate)
    return sealed ? [await open(await secretsKey(settings), sealed)] : []
  } catch (error) {
    logFailure('The secret of OpenAI’s webhooks could not be read.', {}, error)
    return []
  }
}

const tooLate = (): Error => new PlainError('The data took too long to answer.')
