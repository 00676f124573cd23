import type { Context } from 'hono'
import type { SealedSecret } from '../../../convex/model/secret.ts'
import { dataSettings, readConfig } from '../../config.ts'
import { sealedSecretAt } from '../../data/secrets.ts'
import { type LastSecret, storedSecret } from '../../data/webhookSecret.ts'
import type { App } from '../../http/app.ts'
import { logFailure } from '../../lib/log.ts'
import { unlessOlder } from '../../lib/unlessOlder.ts'
import { DIRECTORY_NAME } from '../../objects/CallDirectory.ts'
import { secretsKey } from '../../secrets/key.ts'
import { open } from '../../secrets/sealing.ts'

/** Where the secret is kept of a webhook that Settings have made. */
export const STORED_SECRET = { owner: 'installation', field: 'openai.webhookSecret' } as const

/** What OpenAI may sign its webhooks with: as it is set, or else as it is stored; none: nobody has said. */
export async function webhookSecrets(c: Context<App>): Promise<readonly string[]> {
  const { webhookSecrets: set } = readConfig(c.env).sip
  if (set.length > 0) return set
  const settings = dataSettings(c.env)
  const { owner, field } = STORED_SECRET
  try {
    const sealed = await storedSecret({
      ask: () => sealedSecretAt(settings, owner, field),
      known: lastSecret(c),
      background: (work) => c.executionCtx.waitUntil(work),
    })
    return sealed ? [await open(await secretsKey(settings), sealed)] : []
  } catch (error) {
    logFailure('The secret of OpenAI’s webhooks could not be read.', {}, error)
    return []
  }
}

/** Where the last good one is kept. */
function lastSecret(c: Context<App>): LastSecret {
  const directory = c.env.DIRECTORY.getByName(DIRECTORY_NAME)
  return {
    remember: (secret) => unlessOlder(directory.rememberSecret(secret), undefined),
    recall: () => unlessOlder(directory.recallSecret(), undefined),
  }
}

/** A new one takes the place of the one before at once, whatever becomes of the data layer then. */
export function rememberSecret(c: Context<App>, secret: SealedSecret): Promise<void> {
  return lastSecret(c).remember(secret)
}
