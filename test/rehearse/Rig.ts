/** The vendors of an installation, simulated, around whichever releases run just now. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConvexHttpClient } from 'convex/browser'
import type { Miniflare } from 'miniflare'
import { tokenSchema } from '../../convex/model/api.ts'
import { type BrainAnswer, type OpenAiSimulator, startOpenAi } from '../simulators/openai/index.ts'
import { startTwilio, type TwilioSimulator } from '../simulators/twilio/index.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { sendWebhook, type WebhookExchange } from '../simulators/twilio/webhooks.ts'
import { addAgent, numberIn } from '../worker/agents.ts'
import { Browser } from '../worker/browser.ts'
import { AUTH_TOKEN, PUBLIC_URL } from '../worker/harness.ts'
import { Front } from './front.ts'
import { type Stage, startStage } from './stage.ts'

/** A caller who is turned away is a failed call, and an object that makes way says so. */
const EXPECTED = /"lines_busy"|Another version of the Worker takes over/
const PASSWORD = 'correct horse battery staple'

export class Rig {
  readonly front: Front
  readonly model: OpenAiSimulator
  readonly twilio: TwilioSimulator
  readonly #stateDir: string
  readonly #scripts: Map<string, BrainAnswer[]>
  #miniflare: Miniflare | null = null
  #fail: (error: Error) => void = () => {}
  readonly #failed = new Promise<never>((_resolve, reject) => {
    this.#fail = reject
  })

  private constructor(
    front: Front,
    model: OpenAiSimulator,
    twilio: TwilioSimulator,
    scripts: Map<string, BrainAnswer[]>,
    stateDir: string,
  ) {
    this.front = front
    this.model = model
    this.twilio = twilio
    this.#scripts = scripts
    this.#stateDir = stateDir
    this.#failed.catch(() => {})
  }

  static async start(): Promise<Rig> {
    const scripts = new Map<string, BrainAnswer[]>()
    const front = await Front.listen()
    const model = await startOpenAi({
      brain: ({ instructions }) =>
        scripts.get(numberIn(instructions) ?? '')?.shift() ?? { say: 'Yes.' },
      pace: { firstAudioDelayMs: 30, timesRealTime: 20 },
      transcriptionDelayMs: 30,
      ear: 'energy',
    })
    const twilio = await startTwilio({
      accountSid: newSid('AC'),
      authToken: AUTH_TOKEN,
      publicUrl: PUBLIC_URL,
      connectTo: front.url,
    })
    return new Rig(front, model, twilio, scripts, await mkdtemp(join(tmpdir(), 'switchboard-')))
  }

  get url(): string {
    return this.front.url
  }

  /** These releases run from now on, with what the ones before have stored. */
  async run(stage: Stage): Promise<void> {
    this.#miniflare = await startStage(stage, {
      stateDir: this.#stateDir,
      vars: {
        PUBLIC_URL,
        TWILIO_ACCOUNT_SID: this.twilio.accountSid,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
        TWILIO_BASE_URL: this.twilio.restUrl,
        OPENAI_API_KEY: 'sk-test',
        OPENAI_BASE_URL: this.model.url,
        OPERATOR_PASSWORD: PASSWORD,
        MAX_CONCURRENT_CALLS: '1',
      },
      onLog: ({ level, message }) => {
        if (level === 'error' && !EXPECTED.test(message))
          this.#fail(new Error(`A Worker logged: ${message}`))
      },
    })
    this.front.lead(Number((await this.#miniflare.ready).port))
  }

  /** The process is gone in this moment, with all that was in memory. */
  async kill(): Promise<void> {
    this.front.cut()
    await this.#miniflare?.dispose()
    this.#miniflare = null
  }

  /** Rejects as soon as a Worker logs that something failed: that is told before it is missed. */
  withoutFailure<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#failed])
  }

  signIn(): Promise<Browser> {
    return new Browser(this.url).signIn(PASSWORD)
  }

  /** Makes an agent and gives the number that it answers. `script`: what it says after its greeting. */
  async newNumber(operator: Browser, script: BrainAnswer[]): Promise<string> {
    const phoneNumber = '+12025550001'
    this.#scripts.set(phoneNumber, script)
    const { token } = tokenSchema.parse(await (await operator.post('/api/token')).json())
    const options = { auth: token, skipConvexDeploymentUrlCheck: true, logger: false } as const
    await addAgent(new ConvexHttpClient(this.url, options), phoneNumber, {})
    return phoneNumber
  }

  /** A signed request of Twilio's. */
  post(path: string, params: Record<string, string>): Promise<WebhookExchange> {
    const customer = { authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL, connectTo: this.url }
    return sendWebhook(customer, { url: PUBLIC_URL + path, method: 'POST', params })
  }

  async close(): Promise<void> {
    await this.twilio.close()
    await this.kill()
    await this.front.close()
    await this.model.close()
    await rm(this.#stateDir, { recursive: true, force: true })
  }
}

/** Runs something on a rig of its own. */
export async function onRig<T>(stage: Stage, work: (rig: Rig) => Promise<T>): Promise<T> {
  const rig = await Rig.start()
  try {
    await rig.run(stage)
    return await rig.withoutFailure(work(rig))
  } finally {
    await rig.close()
  }
}
