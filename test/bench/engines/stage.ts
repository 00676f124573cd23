/** The product between simulated vendors that take as long as the targets suppose, and its agents. */
import { defaultsOf, type EngineSettings } from '../../../convex/model/engines/index.ts'
import { pipelineSettingsSchema } from '../../../convex/model/engines/pipeline/settings.ts'
import { seed } from '../../local/firstAgent.ts'
import { loadSettings } from '../../local/settings.ts'
import { askWorker } from '../../local/workerApi.ts'
import { startElevenLabs } from '../../simulators/elevenlabs/index.ts'
import { startOpenAi } from '../../simulators/openai/index.ts'
import { startTwilio, type TwilioSimulator } from '../../simulators/twilio/index.ts'
import { productBundle } from '../bundles.ts'
import { AUTH_TOKEN } from '../subjects.ts'
import { runWorker } from '../workerd.ts'
import { type OwnBrain, startOwnBrain } from './brain.ts'

export const ENGINES = ['realtime', 'elevenlabs', 'brain'] as const
export type BenchEngine = (typeof ENGINES)[number]

/** What a vendor takes, in ms. */
export const VENDORS = { earsMs: 150, firstTokenMs: 200, wholeAnswerMs: 500, mouthMs: 200 } as const

export const ANSWER =
  'We are open from Monday to Friday, from nine in the morning until six in the evening. ' +
  'On Saturdays we close at one. Is there anything else that I can do for you today?'

export interface Stage {
  url: string
  pid: number
  twilio: TwilioSimulator
  numbers: Readonly<Record<BenchEngine, string>>
  close(): Promise<void>
}

const NUMBERS: Stage['numbers'] = {
  realtime: '+12025550111',
  elevenlabs: '+12025550112',
  brain: '+12025550113',
}

/** All vendors hum, so that their work takes no time from what is measured. */
export async function openStage(): Promise<Stage> {
  const bundle = await productBundle()
  const openAi = await startOpenAi({
    light: true,
    brain: () => ({ say: ANSWER }),
    pace: { firstAudioDelayMs: VENDORS.mouthMs },
    textPace: { firstTokenMs: VENDORS.firstTokenMs, wholeMs: VENDORS.wholeAnswerMs },
    transcriptionDelayMs: VENDORS.earsMs,
  })
  const elevenLabs = await startElevenLabs({
    light: true,
    transcriptDelayMs: VENDORS.earsMs,
    pace: { firstAudioDelayMs: VENDORS.mouthMs },
  })
  const brain = await startOwnBrain(ANSWER, VENDORS)
  const worker = await runWorker(bundle, (origin) => ({
    PUBLIC_URL: origin,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    SIMULATED_PHONE: 'true',
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: openAi.url,
    SIMULATED_MODEL: 'true',
    ELEVENLABS_API_KEY: 'simulated',
    ELEVENLABS_BASE_URL: elevenLabs.url,
    SIMULATED_VOICE: 'true',
    LOCAL_EXCEPTIONS: new URL(brain.url).host,
  }))
  await addAgents(worker.url, brain)
  const twilio = await startTwilio({ authToken: AUTH_TOKEN, publicUrl: worker.url })
  return {
    url: worker.url,
    pid: worker.pid,
    twilio,
    numbers: NUMBERS,
    async close() {
      await twilio.close()
      await worker.stop()
      await Promise.all([openAi.close(), elevenLabs.close(), brain.close()])
    },
  }
}

async function addAgents(url: string, brain: OwnBrain): Promise<void> {
  const api = { url, authToken: AUTH_TOKEN }
  // An installation is set up by its first agent.
  await seed(api, loadSettings({}, null))
  for (const name of ENGINES) {
    await askWorker(api, {
      method: 'POST',
      path: '/api/setup/trial',
      body: { settings: agentWith(settingsOf(name, brain)), phoneNumber: NUMBERS[name] },
      otherwise: 'No agent could be made for the bench',
    })
  }
}

const agentWith = (engine: EngineSettings) => ({
  name: 'Bench',
  instructions: 'You answer for Harbour Dental.',
  voice: { greeting: { type: 'fixed', text: 'Hello.', interruptible: true } },
  engine,
})

function settingsOf(name: BenchEngine, brain: OwnBrain): EngineSettings {
  switch (name) {
    case 'realtime':
      return defaultsOf('realtime')
    case 'elevenlabs':
      return defaultsOf('pipeline')
    case 'brain':
      return pipelineSettingsSchema.parse({
        engine: 'pipeline',
        ears: { vendor: 'openai' },
        brain: { kind: 'http', url: brain.url },
        mouth: { vendor: 'openai' },
      })
  }
}
