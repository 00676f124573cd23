import { fileURLToPath } from 'node:url'
import { ConvexHttpClient } from 'convex/browser'
import type { Role } from '../../../convex/model/identity.ts'
import { root } from '../../local/settings.ts'
import { configIn, startWorkerd } from '../../local/workerd.ts'
import { issueToken } from '../../../worker/data/identity.ts'
import { newPrivateKey, signingKey } from '../../../worker/lib/es256.ts'

/** The embedded host in real workerd. */
export interface EmbeddedHost {
  url: string
  /** The key that it trusts. */
  privateKey: string
  /** A client of the database `name`, signed in with a role or not at all. */
  client(name: string, role: Role | null): Promise<ConvexHttpClient>
  /** A client of the probe functions on a database of their own. */
  probe(name: string): ConvexHttpClient
  token(role: Role, ttlSec?: number): Promise<string>
  dispose(): Promise<void>
}

/** The Worker that is nothing but the embedded host. */
export const HOST = {
  name: 'embedded-host',
  main: fileURLToPath(new URL('entry.ts', import.meta.url)),
  compatibilityDate: configIn(root).compatibilityDate,
  objects: {
    CONVEX: 'EmbeddedConvex',
    MEASURED: 'MeasuredConvex',
    PROBE: 'ProbeConvex',
    READS: 'ReadSetProbe',
    RESTARTS: 'RestartProbe',
  },
}

export const OPERATOR_NAME = 'Olivia Operator'

export async function startHost(): Promise<EmbeddedHost> {
  const privateKey = await newPrivateKey()
  const key = await signingKey(privateKey)
  // Errors are what some tests are about; they come back to the client.
  const { url, stop } = await startWorkerd({ ...HOST, vars: { AUTH_PRIVATE_KEY: privateKey } })
  const open = (headers: Record<string, string>, auth: string | null) =>
    new ConvexHttpClient(url, {
      logger: false,
      ...(auth ? { auth } : {}),
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers },
        }),
    })
  const token = (role: Role, ttlSec = 60) =>
    issueToken(key, { role, subject: `the-${role}`, name: OPERATOR_NAME }, ttlSec)
  return {
    url,
    privateKey,
    token,
    client: async (name, role) => open({ 'host-name': name }, role && (await token(role))),
    probe: (name) => open({ 'host-name': name, 'host-kind': 'probe' }, null),
    dispose: stop,
  }
}
