import { ConvexError } from 'convex/values'
import type { OfferedModel, Vendor } from '../../convex/model/api.ts'
import { fetchAccountStatus } from '../carriers/twilio/rest.ts'
import type { Bindings } from '../bindings.ts'
import { type Config, dataSettings, readConfig } from '../config.ts'
import { callData } from '../data/index.ts'
import { checkElevenLabs } from '../engines/pipeline/elevenlabs/account.ts'
import { isVoiceModel, listModels } from '../engines/realtime/models.ts'
import { inTime } from '../lib/inTime.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'

/** How long a vendor may take to answer, in ms: somebody looks at the page. */
const PATIENCE_MS = 5_000

export interface VendorAnswers {
  vendors: Vendor[]
  /** OpenAI's models, when it told them. */
  models: OfferedModel[] | null
  /** A sentence for everything that is wrong with the stored data. */
  problems: readonly string[]
}

/** Asks every vendor, all at once. */
export async function checkVendors(env: Bindings): Promise<VendorAnswers> {
  const config = readConfig(env)
  let models: OfferedModel[] | null = null
  let problems: readonly string[] = []
  const openai = check('openai', missingOpenAi(config), config.simulated.model, async () => {
    models = config.openai && (await listModels(config.openai, PATIENCE_MS))
    const voice = models?.filter(({ model }) => isVoiceModel(model)) ?? []
    return `OpenAI answers and offers ${voice.length} models for voice.`
  })
  const elevenlabs = check(
    'elevenlabs',
    missingElevenLabs(config),
    config.simulated.voice,
    async () => {
      const problem = config.elevenlabs && (await checkElevenLabs(config.elevenlabs, PATIENCE_MS))
      if (problem) throw new PlainError(problem)
      return 'ElevenLabs answers, and accepts the key.'
    },
  )
  const twilio = check('twilio', missingTwilio(config), config.simulated.phone, async () => {
    const status = config.twilio.account && (await fetchAccountStatus(config.twilio.account))
    if (status !== 'active') throw new PlainError(`The Twilio account is ${status}.`)
    return 'Twilio answers, and the account is active.'
  })
  const convex = check('convex', missingConvex(config), false, async () => {
    problems = await callData(dataSettings(env)).problems()
    return config.convexUrl ? 'Convex answers.' : 'The Worker keeps the data itself.'
  })
  const vendors = await Promise.all([openai, elevenlabs, twilio, convex])
  return { vendors, models, problems }
}

const LATE = `No answer within ${PATIENCE_MS / 1000} seconds.`

async function check(
  name: Vendor['name'],
  missing: string | null,
  simulated: boolean,
  ask: () => Promise<string>,
): Promise<Vendor> {
  if (missing) {
    return { name, state: simulated ? 'simulated' : 'missing', detail: missing, latencyMs: null }
  }
  const startedAt = Date.now()
  const latency = () => Date.now() - startedAt
  try {
    const detail = await inTime(ask(), PATIENCE_MS, () => new PlainError(LATE))
    const state = simulated ? 'simulated' : 'ok'
    const told = simulated ? 'Simulated on this machine.' : detail
    return { name, state, detail: told, latencyMs: latency() }
  } catch (error) {
    return { name, state: 'failing', detail: explain(name, error), latencyMs: latency() }
  }
}

function missingOpenAi({ openai }: Config): string | null {
  return openai ? null : 'OPENAI_API_KEY is not set: callers hear an apology.'
}

function missingElevenLabs({ elevenlabs }: Config): string | null {
  return elevenlabs ? null : 'ELEVENLABS_API_KEY is not set: no agent can hear or speak by it.'
}

function missingTwilio({ twilio, simulated }: Config): string | null {
  // A simulated phone's account is there only while it calls.
  if (simulated.phone) return 'Simulated on this machine.'
  if (twilio.account) return null
  return twilio.authToken
    ? 'TWILIO_ACCOUNT_SID is not set: calls work, but prices and webhooks cannot be asked for.'
    : 'TWILIO_AUTH_TOKEN is not set: no call is answered.'
}

function missingConvex({ convexUrl, authPrivateKey }: Config): string | null {
  return convexUrl && !authPrivateKey ? 'AUTH_PRIVATE_KEY is not set, so Convex refuses.' : null
}

/** Only our own sentences: an exception's text can quote what it was given. */
function explain(name: Vendor['name'], error: unknown): string {
  if (error instanceof PlainError) return error.message
  if (error instanceof ConvexError) {
    return 'Convex answers, but refuses this Worker: does SWITCHBOARD_JWKS hold its public key?'
  }
  logFailure('A vendor did not answer a check.', { name }, error)
  return 'It could not be reached, or its answer was not understood.'
}
