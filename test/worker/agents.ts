import { ConvexHttpClient } from 'convex/browser'
import type { FunctionArgs } from 'convex/server'
import { api } from '../../convex/_generated/api.js'
import { issueToken } from '../../worker/data/identity.ts'
import { newPrivateKey, type SigningKey, signingKey } from '../../worker/lib/es256.ts'

type SentSettings = FunctionArgs<typeof api.agents.create>['settings']
export type VoiceInput = NonNullable<SentSettings['voice']>
export type DestinationInput = NonNullable<
  NonNullable<SentSettings['tools']>['destinations']
>[number]
/** What of an agent is not as it usually is. */
export interface AgentParts {
  engine?: NonNullable<SentSettings['engine']>
  tools?: NonNullable<SentSettings['tools']>
  /** It chats, and does not answer a phone. */
  chat?: NonNullable<SentSettings['chat']>
  sip?: NonNullable<SentSettings['sip']>
  /** How calls to its number reach it; absent: by a stream. */
  way?: 'sip_dial' | 'sip_conference'
}

/** The key of an installation, and what its owner can do with it. */
export interface Owner {
  /** `AUTH_PRIVATE_KEY`. */
  privateKey: string
  key: SigningKey
}

export async function newOwner(): Promise<Owner> {
  const privateKey = await newPrivateKey()
  return { privateKey, key: await signingKey(privateKey) }
}

/** A Convex client that is signed in as an operator. */
export async function operator(convexUrl: string, { key }: Owner): Promise<ConvexHttpClient> {
  const who = { role: 'operator', subject: 'operator', name: 'Olivia' } as const
  return new ConvexHttpClient(convexUrl, {
    auth: await issueToken(key, who, 3600),
    skipConvexDeploymentUrlCheck: true,
    logger: false,
  })
}

/** Quick to speak and quick to find the end of speech, so that a test takes no longer than it must. */
const QUICK: NonNullable<AgentParts['engine']> = {
  engine: 'realtime',
  voice: 'marin',
  turnDetection: {
    type: 'server_vad',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 250,
  },
}

/** Makes an agent that answers `phoneNumber`; its instructions name the number. */
export async function addAgent(
  client: ConvexHttpClient,
  phoneNumber: string,
  voice: VoiceInput,
  { tools, chat, sip, way, engine = QUICK }: AgentParts = {},
): Promise<string> {
  const settings = {
    name: 'Reception',
    instructions: `You answer ${phoneNumber}.`,
    voice: { greeting: { type: 'fixed', text: 'Hello.' }, ...voice } satisfies VoiceInput,
    engine,
    // A release of before knows none.
    ...(tools && { tools }),
    ...(chat && { chat, capabilities: ['web_chat'] }),
    ...(sip && { sip }),
  }
  const { _id: agentId } = await client.mutation(api.agents.create, {
    settings,
    // Whoever names persons means their numbers, whatever they cost.
    ...(tools && { confirmed: true }),
  })
  await client.mutation(api.twilioNumbers.add, { phoneNumber, agentId, ...(way && { way }) })
  return agentId
}

/** Which agent's instructions these are: the number that it answers. */
export function numberIn(instructions: string): string | undefined {
  return instructions.match(/\+\d+/)?.[0]
}
