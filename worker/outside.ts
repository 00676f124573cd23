import type { Outside } from './accounts.ts'
import { dataSettings, readConfig } from './config.ts'
import type { EmbeddedHost } from './data/connection.ts'
import { guardedFetch } from './lib/guardedFetch.ts'
import { type KeptSecrets, secretOpener } from './secrets/openSecret.ts'

/**
 * How the addresses and secrets of operators are used here. `kept`: where secrets that were needed are
 * kept, sealed; `null`: nowhere.
 */
export function outsideOf(env: { CONVEX: EmbeddedHost }, kept: KeptSecrets | null): Outside {
  const { publicUrl, localExceptions } = readConfig(env)
  return {
    reach: guardedFetch({ ownUrl: publicUrl, exceptions: localExceptions }),
    openSecret: secretOpener(dataSettings(env), kept),
  }
}
