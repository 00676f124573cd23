/** As whom vendors are asked, and how the outside world is reached. */
import type { SecretReference } from '../convex/model/secret.ts'

/** Where and as whom to ask OpenAI. */
export interface OpenAiAccount {
  apiKey: string
  /** For example `https://api.openai.com/v1`. */
  baseUrl: string
}

/** Where and as whom to ask ElevenLabs. */
export interface ElevenLabsAccount {
  apiKey: string
  /** For example `https://api.elevenlabs.io`. */
  baseUrl: string
}

/** An older service that controls calls which are not this Worker's. */
export interface ControlService {
  /** For example `https://voice-api.example.com`. */
  baseUrl: string
  /** `null`: it asks for none. */
  token: string | null
  /** How long it may take to answer. */
  timeoutMs: number
  /** A service token of Cloudflare Access, where that stands before it. */
  access: { clientId: string; clientSecret: string } | null
}

/**
 * Asks an address that an operator wrote, and no address inside a private network: see
 * `lib/guardedFetch.ts`. Rejects with a `PlainError` that says in a sentence why it did not ask.
 */
export type GuardedFetch = (url: string, init: GuardedInit) => Promise<Response>

export interface GuardedInit {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Readonly<Record<string, string>>
  /** Sent to the first origin alone: a redirect elsewhere loses them. */
  secretHeaders?: Readonly<Record<string, string>>
  body?: string
  /** Aborting cancels the answer's body, too. */
  signal?: AbortSignal
  /** Until the answer's head, in ms. */
  timeoutMs: number
  /** A longer body ends in an error. */
  maxBytes: number
}

/** Opens what operators have stored sealed. Rejects with a `PlainError` when it is not there (any more). */
export type OpenSecret = (reference: SecretReference) => Promise<string>

/** As whom the installation asks its vendors; `null` where it is not set. */
export interface Accounts {
  openai: OpenAiAccount | null
  elevenlabs: ElevenLabsAccount | null
}

/** How addresses and secrets that an operator wrote are used. */
export interface Outside {
  reach: GuardedFetch
  openSecret: OpenSecret
}
