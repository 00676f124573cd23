import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { voiceSettingsSchema } from '../../convex/model/agent.ts'
import type { TriedBrain } from '../../convex/model/api.ts'
import { servedBrain, servedMouth } from '../../convex/model/engines/pipeline/index.ts'
import { brainSchema, mouthSchema } from '../../convex/model/engines/pipeline/settings.ts'
import { brainKit } from '../brains/index.ts'
import type { PartBrief, PartListener } from '../call/ports.ts'
import { readConfig } from '../config.ts'
import { mouthKit } from '../engines/pipeline/mouths/index.ts'
import { TRIAL_MS, tryBrain, tryMouth } from '../engines/pipeline/trial.ts'
import type { App } from '../http/app.ts'
import { jsonBody } from '../http/jsonBody.ts'
import { operatorOnly } from '../http/operator.ts'
import { decodeMulaw } from '../lib/audio/mulaw.ts'
import { wavOf } from '../lib/audio/wav.ts'
import { sha256 } from '../lib/hash.ts'
import { logFailure } from '../lib/log.ts'
import { PlainError } from '../lib/PlainError.ts'
import { outsideOf } from '../outside.ts'

const lineSchema = z.string().trim().min(1, 'Write a line.').max(300, 'At most 300 characters.')
const { locale } = voiceSettingsSchema.shape

const brainTrialSchema = z.object({
  settings: brainSchema,
  instructions: z.string().max(32_000, 'At most 32,000 characters.'),
  locale,
  text: lineSchema,
})

const mouthTrialSchema = z.object({ settings: mouthSchema, locale, text: lineSchema })

const PHONE_HZ = 8_000

/** The parts of an agent, tried with one line before they are saved. */
export const trials = new Hono<App>()
  .use(operatorOnly)
  .post('/brain', jsonBody(brainTrialSchema), async (c) => {
    const { settings, instructions, locale, text } = c.req.valid('json')
    const accounts = readConfig(c.env)
    const kit = brainKit(servedBrain(settings, today()))
    const problem = kit.missing(accounts)
    if (problem) return c.json(nothing(problem))
    const brief = briefOf(c, locale)
    const brain = kit.create(brief, accounts, listener)
    const question = { key: brief.call.callSid, instructions, text }
    return c.json((await tryBrain(brain, question, clock())) satisfies TriedBrain)
  })
  .post('/voice', jsonBody(mouthTrialSchema), async (c) => {
    const { settings, locale, text } = c.req.valid('json')
    const accounts = readConfig(c.env)
    const kit = mouthKit(servedMouth(settings, today()))
    const problem = kit.missing(accounts)
    if (problem) return c.json({ error: problem }, 409)
    const mouth = kit.create(briefOf(c, locale), accounts, listener)
    try {
      const { audio, firstMs } = await tryMouth(mouth, text, clock())
      const file = wavOf(decodeMulaw(audio), PHONE_HZ)
      c.header('server-timing', `first;dur=${firstMs}`)
      return c.body(file, 200, { 'content-type': 'audio/wav' })
    } catch (error) {
      if (error instanceof PlainError) return c.json({ error: error.message }, 502)
      throw error
    }
  })

/** As in a call: what its vendor has ended is served by its successor. */
const today = () => new Date().toISOString().slice(0, 10)

const clock = () => ({ now: Date.now, signal: AbortSignal.timeout(TRIAL_MS) })

const nothing = (problem: string): TriedBrain => ({ problem, text: '', firstMs: null, totalMs: 0 })

const listener: PartListener = {
  unreadable: (error) => logFailure('A part that was tried sent something unreadable.', {}, error),
}

/** What a part is told of a call that there is not. */
function briefOf(c: Context<App>, locale: PartBrief['voice']['locale']): PartBrief {
  const { subject } = c.get('operator')
  return {
    voice: voiceSettingsSchema.parse({ locale }),
    call: { callSid: `try_${crypto.randomUUID().replaceAll('-', '')}`, from: '', to: '' },
    agent: { agentId: '', name: '', version: 0 },
    outside: outsideOf(c.env, null),
    callerHash: () => sha256(subject),
  }
}
