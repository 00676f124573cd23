/** Which Convex host answers, and how the Worker proves to it who it is. */
import { ConvexHttpClient } from 'convex/browser'
import { type SigningKey, signingKey } from '../lib/es256.ts'
import { PlainError } from '../lib/PlainError.ts'
import { issueToken, type Subject } from './identity.ts'

/** What is used of the namespace of the embedded host's Durable Object. */
export interface EmbeddedHost {
  getByName(name: string): {
    fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
    /** The private key that the host made for this installation: a JWK as JSON. */
    signingKey(): Promise<string>
    /** The key that it made for the secrets of this installation: 32 bytes in base64. */
    secretsKey(): Promise<string>
  }
}

export interface DataSettings {
  /** A Convex deployment (cloud or self-hosted); without it the embedded host answers. */
  convexUrl?: string | null | undefined
  /** `AUTH_PRIVATE_KEY`; may be missing only with the embedded host, which keeps one. */
  authPrivateKey?: string | null | undefined
  /** `SECRETS_KEY`; may be missing with the embedded host, and where no secret is stored. */
  secretsKey?: string | null | undefined
  host: EmbeddedHost
}

/** The embedded host is one object: every row of an installation lives in it. */
export const EMBEDDED_HOST_NAME = 'main'

const WORKER: Subject = { role: 'service', subject: 'worker', name: 'Switchboard' }
const TOKEN_TTL_SEC = 600
/** How long the host may take to answer anything, in ms. */
const PATIENCE_MS = 10_000
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

/**
 * An unmodified Convex client that speaks as the Worker, or as an operator who asked it to. Good for
 * one use: its mutations queue up.
 */
export async function connect(
  settings: DataSettings,
  operator?: Pick<Subject, 'subject' | 'name'>,
): Promise<ConvexHttpClient> {
  const key = await installationKey(settings)
  const auth = operator
    ? await issueToken(key, { role: 'operator', ...operator }, TOKEN_TTL_SEC)
    : await serviceToken(key)
  const { convexUrl, host } = settings
  const ask: typeof fetch = convexUrl
    ? (input, init) => fetch(input, init)
    : (input, init) => host.getByName(EMBEDDED_HOST_NAME).fetch(input, init)
  return new ConvexHttpClient(convexUrl ?? 'https://embedded.invalid', {
    auth,
    logger: false,
    skipConvexDeploymentUrlCheck: true,
    // A host that takes a request and says nothing must not be waited for: it may never answer.
    fetch: (input, init) => ask(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }),
  })
}

async function embeddedKey({ convexUrl, host }: DataSettings): Promise<string> {
  if (convexUrl) {
    throw new PlainError(
      'CONVEX_URL needs AUTH_PRIVATE_KEY: the key whose public half Convex trusts.',
    )
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
