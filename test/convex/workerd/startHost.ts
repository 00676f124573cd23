import { fileURLToPath } from 'node:url'
import { ConvexHttpClient } from 'convex/browser'
import { unstable_startWorker } from 'wrangler'
import type { Role } from '../../../convex/model/identity.ts'
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

export const OPERATOR_NAME = 'Olivia Operator'

export async function startHost(): Promise<EmbeddedHost> {
  const privateKey = await newPrivateKey()
  const key = await signingKey(privateKey)
  const worker = await unstable_startWorker({
    config: fileURLToPath(new URL('wrangler.toml', import.meta.url)),
    bindings: { AUTH_PRIVATE_KEY: { type: 'plain_text', value: privateKey } },
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      persist: false,
      watch: false,
      // Errors are what some tests are about; they come back to the client.
      logLevel: 'none',
    },
  })
  await worker.ready
  const url = (await worker.url).origin
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
    dispose: () => worker.dispose(),
  }
}
