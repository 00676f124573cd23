/** Which Convex host answers, and how the Worker proves to it who it is. */
import { ConvexHttpClient } from 'convex/browser'
import { type SigningKey, signingKey } from '../lib/es256.ts'
import { issueToken, type Subject } from './identity.ts'

/** What is used of the namespace of the embedded host's Durable Object. */
export interface EmbeddedHost {
  getByName(name: string): {
    fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
    /** The private key that the host made for this installation: a JWK as JSON. */
    signingKey(): Promise<string>
  }
}

export interface DataSettings {
  /** A Convex deployment (cloud or self-hosted); without it the embedded host answers. */
  convexUrl?: string | null | undefined
  /** `AUTH_PRIVATE_KEY`; may be missing only with the embedded host, which keeps one. */
  authPrivateKey?: string | null | undefined
  host: EmbeddedHost
}

/** The embedded host is one object: every row of an installation lives in it. */
export const EMBEDDED_HOST_NAME = 'main'

/** A host that says nothing for so long counts as one that cannot be reached, in ms. */
const DEADLINE_MS = 10_000

const WORKER: Subject = { role: 'service', subject: 'worker', name: 'Switchboard' }
const TOKEN_TTL_SEC = 600
/** A token is renewed this long before it ends: clocks differ and requests take time. */
const TOKEN_MARGIN_MS = 60_000

// Only finished values are kept across requests: workerd lets no request wait for another's I/O.
const keys = new Map<string, SigningKey>()
const tokens = new Map<string, { token: string; renewAt: number }>()
let embeddedPrivateKey: string | null = null

/** The key that signs the tokens of this installation. */
export async function installationKey(settings: DataSettings): Promise<SigningKey> {
  const json = settings.authPrivateKey ?? (await embeddedKey(settings))
  const key = keys.get(json) ?? (await signingKey(json))
  keys.set(json, key)
  return key
}

/** An unmodified Convex client that speaks as the Worker. Good for one use: its mutations queue up. */
export async function connect(settings: DataSettings): Promise<ConvexHttpClient> {
  const auth = await serviceToken(await installationKey(settings))
  const { convexUrl, host } = settings
  const embedded = convexUrl ? null : host.getByName(EMBEDDED_HOST_NAME)
  return new ConvexHttpClient(convexUrl ?? 'https://embedded.invalid', {
    auth,
    logger: false,
    skipConvexDeploymentUrlCheck: true,
    fetch: (input, init) => {
      const inTime = { ...init, signal: AbortSignal.timeout(DEADLINE_MS) }
      return embedded ? embedded.fetch(input, inTime) : fetch(input, inTime)
    },
  })
}

async function embeddedKey({ convexUrl, host }: DataSettings): Promise<string> {
  if (convexUrl) {
    throw new Error('CONVEX_URL needs AUTH_PRIVATE_KEY: the key whose public half Convex trusts.')
  }
  embeddedPrivateKey ??= await host.getByName(EMBEDDED_HOST_NAME).signingKey()
  return embeddedPrivateKey
}

async function serviceToken(key: SigningKey): Promise<string> {
  const cached = tokens.get(key.kid)
  if (cached && Date.now() < cached.renewAt) return cached.token
  const renewAt = Date.now() + TOKEN_TTL_SEC * 1000 - TOKEN_MARGIN_MS
  const token = await issueToken(key, WORKER, TOKEN_TTL_SEC)
  tokens.set(key.kid, { token, renewAt })
  return token
}
