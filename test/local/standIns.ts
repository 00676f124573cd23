/** What `npm start` simulates of an installation, and what its Worker is told of it. */
import { isLocalUrl } from '../../worker/lib/localHosts.ts'
import type { Settings } from '../../worker/settings/schema.ts'
import { startElevenLabs } from '../simulators/elevenlabs/index.ts'
import { startOpenAi } from '../simulators/openai/index.ts'
import { freePort } from './port.ts'

export interface Simulated {
  phone: boolean
  model: boolean
  voice: boolean
}

/** What has no key is simulated. */
export const simulatedBy = (worker: Settings): Simulated => ({
  phone: !worker.TWILIO_AUTH_TOKEN,
  model: !worker.OPENAI_API_KEY,
  voice: !worker.ELEVENLABS_API_KEY,
})

export interface StandIns {
  /** Settings of the Worker. */
  vars: Record<string, string>
  /** Where the Worker may ask a brain of `npm run call`. */
  brainPort: number
  /** Where the Worker asks a simulated Twilio for persons: the one of a call with `--transfer`. */
  phonePort: number
  /** Where SIP phones call the simulated OpenAI; `null`: it is not simulated. */
  sipPhones: string | null
  close(): Promise<void>
}

/** The account of a simulated phone that can ring persons. */
export const SIMULATED_ACCOUNT = `AC${'0'.repeat(32)}`

/** Starts what stands in for the vendors. `origin`: where the Worker will be. @throws Error when a port cannot be had. */
export async function startStandIns(
  { phone, model, voice }: Simulated,
  worker: Settings,
  origin: string,
): Promise<StandIns> {
  const openAi = model ? await startOpenAi({ sip: { connectTo: origin } }) : null
  const webhook = openAi?.sip.tell(`${origin}/openai/webhook`)
  const elevenLabs = voice ? await startElevenLabs() : null
  const brainPort = await freePort()
  const phonePort = await freePort()
  const places = [
    ...(worker.LOCAL_EXCEPTIONS ?? []),
    ...localPlace(worker.BRAIN_URL),
    ...localPlace(openAi?.url),
    `127.0.0.1:${brainPort}`,
  ]
  return {
    vars: {
      LOCAL_EXCEPTIONS: [...new Set(places)].join(','),
      ...(phone && {
        TWILIO_ACCOUNT_SID: SIMULATED_ACCOUNT,
        TWILIO_BASE_URL: `http://127.0.0.1:${phonePort}`,
      }),
      ...(openAi && { OPENAI_API_KEY: 'simulated', OPENAI_BASE_URL: openAi.url }),
      ...(webhook && { OPENAI_WEBHOOK_SECRET: webhook.secret }),
      ...(elevenLabs && { ELEVENLABS_API_KEY: 'simulated', ELEVENLABS_BASE_URL: elevenLabs.url }),
    },
    brainPort,
    phonePort,
    sipPhones: openAi && new URL(openAi.url).origin,
    async close() {
      await openAi?.close()
      await elevenLabs?.close()
    },
  }
}

/** The place of an address on this machine, as `LOCAL_EXCEPTIONS` lists it. */
export function localPlace(address: string | undefined): string[] {
  const url = address === undefined ? null : URL.parse(address)
  if (!url || !isLocalUrl(url.href)) return []
  return [`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`]
}
