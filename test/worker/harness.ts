/**
 * The real Worker in workerd between a simulated Twilio and a simulated OpenAI, over real sockets.
 * Twilio knows the Worker by a public origin that leads to it, as a tunnel does. Every agent has its
 * own script, so that the tests of a file can run side by side.
 */
import * as z from 'zod'
import { healthSchema } from '../../convex/model/api.ts'
import { freePort } from '../local/port.ts'
import { startLocalWorker } from '../local/worker.ts'
import { encodeMulaw } from '../../worker/lib/audio/mulaw.ts'
import { CALLER_VOICE, speak } from '../simulators/audio/speech.ts'
import {
  type BrainAnswer,
  type BrainTurn,
  type OpenAiOptions,
  type OpenAiSimulator,
  type RealtimeSession,
  startOpenAi,
} from '../simulators/openai/index.ts'
import { newSecret } from '../simulators/openai/sip/WebhookSender.ts'
import {
  type CallOptions,
  type OutgoingOptions,
  type Pricing,
  type SimulatedCall,
  type SpokenFacts,
  startTwilio,
  type TwilioSimulator,
} from '../simulators/twilio/index.ts'
import { newSid } from '../simulators/twilio/sid.ts'
import { sendWebhook, type WebhookExchange } from '../simulators/twilio/webhooks.ts'
import {
  addAgent,
  type AgentParts,
  newOwner,
  numberIn,
  operator,
  type Owner,
  type VoiceInput,
} from './agents.ts'
import { LOSABLE } from './losable/place.ts'
import { eventually, isOver, readCall, type StoredCall } from './storedCall.ts'

export const AUTH_TOKEN = 'an-auth-token'
/** What Twilio was told. */
export const PUBLIC_URL = 'https://calls.example.com'

/** What the model's vendor signs its webhooks with. */
export const WEBHOOK_SECRET = newSecret()

export interface HarnessOptions {
  /** Settings beside the usual ones; `null` leaves one out. */
  vars?: Record<string, string | null>
  model?: OpenAiOptions
  pricing?: Pricing
  /** Who answers calls of the Worker's, how long a second takes them, and the like. */
  phone?: OutgoingOptions
  /** Where the Worker keeps its data, for a test that starts it again. */
  stateDir?: string
  /** Objects can be lost and woken, and the clock put forward: see `lose`, `wake`, `later`. */
  losable?: true
  /** The key of the installation, where two Workers share one. */
  owner?: Owner
}

export interface LogLine {
  level: string
  message: string
}

/**
 * The model answers at once and says little, unless an agent has a script. Its ear is the patient one:
 * with so short a silence to end a turn, Silero cuts a sentence in two when the machine stalls.
 */
const QUICK_MODEL: OpenAiOptions = {
  pace: { firstAudioDelayMs: 30, timesRealTime: 20 },
  transcriptionDelayMs: 30,
  ear: 'energy',
}

/** What the model says next, or how it finds that out by what it was told. */
export type Line = BrainAnswer | ((turn: BrainTurn) => BrainAnswer)

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const port = await freePort()
  const owner = options.owner ?? (await newOwner())
  const scripts = new Map<string, Line[]>()
  const model = await startOpenAi({
    sip: { connectTo: `http://127.0.0.1:${port}`, setupMs: 20 },
    brain: (turn) => {
      const line = scripts.get(numberIn(turn.instructions) ?? '')?.shift() ?? { say: 'Yes.' }
      return typeof line === 'function' ? line(turn) : line
    },
    ...QUICK_MODEL,
    ...options.model,
  })
  const twilio = await startTwilio({
    accountSid: newSid('AC'),
    authToken: AUTH_TOKEN,
    publicUrl: PUBLIC_URL,
    connectTo: `http://127.0.0.1:${port}`,
    sip: model.sip,
    ...(options.pricing ? { pricing: options.pricing } : {}),
    ...options.phone,
  })
  model.sip.tell(`${PUBLIC_URL}/openai/webhook`, WEBHOOK_SECRET)
  const harness = new Harness({ port, owner, scripts, model, twilio, options })
  await harness.startWorker()
  return harness
}

interface Parts {
  port: number
  owner: Owner
  scripts: Map<string, Line[]>
  model: OpenAiSimulator
  twilio: TwilioSimulator
  options: HarnessOptions
}

export class Harness {
  readonly model: OpenAiSimulator
  readonly twilio: TwilioSimulator
  readonly owner: Owner
  /** Where the Worker really is. */
  readonly url: string
  /** What the Worker has logged. */
  readonly log: LogLine[] = []
  readonly #parts: Parts
  #stop: () => Promise<void> = async () => {}
  #numbers = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.model = parts.model
    this.twilio = parts.twilio
    this.owner = parts.owner
    this.url = `http://127.0.0.1:${parts.port}`
  }

  /** Makes an agent and gives the number that it answers. `script`: what it says after its greeting. */
  async newNumber(
    voice: VoiceInput = {},
    script: Line[] = [],
    parts: AgentParts = {},
  ): Promise<string> {
    return (await this.newAgent(voice, script, parts)).phoneNumber
  }

  /** The same, with the agent's id. */
  async newAgent(
    voice: VoiceInput = {},
    script: Line[] = [],
    parts: AgentParts = {},
  ): Promise<{ phoneNumber: string; agentId: string }> {
    this.#numbers += 1
    const phoneNumber = `+1202555${String(this.#numbers).padStart(4, '0')}`
    this.script(phoneNumber, script)
    const client = await operator(this.url, this.owner)
    return { phoneNumber, agentId: await addAgent(client, phoneNumber, voice, parts) }
  }

  /** What the agent of this number says after its greeting. */
  script(phoneNumber: string, answers: Line[]): void {
    this.#parts.scripts.set(phoneNumber, answers)
  }

  placeCall(to: string, options: Omit<CallOptions, 'to'> = {}): SimulatedCall {
    return this.twilio.placeCall({ to, ...options })
  }

  /** The model's side of the first call to this number. */
  async sessionFor(phoneNumber: string, index = 0): Promise<RealtimeSession> {
    return eventually(
      `session ${index} of the model for ${phoneNumber}`,
      () => this.sessionsOf(phoneNumber)[index],
    )
  }

  /** The sessions that calls to this number have had so far, the oldest first. */
  sessionsOf(phoneNumber: string): RealtimeSession[] {
    return this.model.sessions.filter(
      ({ settings }) => numberIn(settings.instructions) === phoneNumber,
    )
  }

  /** The record, once it is over, or once it is as `ready` asks. */
  storedCall(
    callSid: string,
    ready: (stored: StoredCall) => boolean = isOver,
  ): Promise<StoredCall> {
    let last: StoredCall | null = null
    const what = () => `the wanted record of ${callSid}, but this: ${JSON.stringify(last, null, 1)}`
    return eventually(what, async () => {
      last = await readCall(this.url, AUTH_TOKEN, callSid)
      return last && ready(last) ? last : null
    })
  }

  /** What `/health` counts. */
  async sessions(): Promise<number> {
    const response = await fetch(`${this.url}/health`)
    return healthSchema.parse(await response.json()).sessions
  }

  /** A request as Twilio makes it, but for what `from` says differently. */
  post(
    path: string,
    params: Record<string, string>,
    from: { authToken?: string; publicUrl?: string } = {},
  ): Promise<WebhookExchange> {
    const { authToken = AUTH_TOKEN, publicUrl = PUBLIC_URL } = from
    const customer = { authToken, publicUrl, connectTo: this.url }
    return sendWebhook(customer, { url: publicUrl + path, method: 'POST', params })
  }

  async startWorker(): Promise<void> {
    const { port, options } = this.#parts
    const worker = await startLocalWorker({
      port,
      stateDir: options.stateDir ?? null,
      vars: varsOf(this.#parts),
      onLog: (line) => void this.log.push(line),
      ...(options.losable ? { main: LOSABLE } : {}),
    })
    this.#stop = () => worker.stop()
  }

  /** A call's object loses its memory and its sockets, as when its machine breaks. */
  async lose(callSid: string): Promise<void> {
    await this.#losable(`lose/${callSid}`)
  }

  /** The alarm of a call's object goes missing, as if it had never been set. */
  async loseAlarm(callSid: string): Promise<void> {
    await this.#losable(`lose-alarm/${callSid}`)
  }

  /** The same of a conversation's object. */
  async loseChat(chatId: string): Promise<void> {
    await this.#losable(`lose-chat/${chatId}`)
  }

  /** The alarm of a conversation's object comes now. */
  async wakeChat(chatId: string): Promise<void> {
    await this.#losable(`wake-chat/${chatId}`)
  }

  /** All that a conversation's object keeps, as text. */
  async storageOfChat(chatId: string): Promise<string> {
    return z.string().parse(await this.#losable(`stored-chat/${chatId}`))
  }

  /** When the alarm of a call's object comes, epoch ms; `null`: not at all. */
  async alarmOf(callSid: string): Promise<number | null> {
    return z
      .number()
      .nullable()
      .parse(await this.#losable(`alarm/${callSid}`))
  }

  /** The alarm of a call's object comes now. */
  async wake(callSid: string): Promise<void> {
    await this.#losable(`wake/${callSid}`)
  }

  /** The alarm of the directory comes now; returns whose last calls it knows then. */
  async callersKept(): Promise<string[]> {
    await this.#losable('wake-directory')
    return z.array(z.string()).parse(await this.#losable('callers'))
  }

  /** Calls do not answer any more what their callers' next calls ask, or do again. */
  async mute(on: boolean): Promise<void> {
    await this.#losable(`mute/${on ? 'on' : 'off'}`)
  }

  /** All that a call's object keeps, as text. */
  async storageOf(callSid: string): Promise<string> {
    return z.string().parse(await this.#losable(`stored/${callSid}`))
  }

  /** What a secret holds to a call's object, or why it does not open. */
  async openSecret(callSid: string, reference: string): Promise<string> {
    return z.string().parse(await this.#losable(`open/${callSid}/${reference}`))
  }

  /** The Worker's clock is put forward; timers that are set come when they would have. */
  async later(ms: number): Promise<void> {
    await this.#losable(`later/${ms}`)
  }

  async #losable(act: string): Promise<unknown> {
    const response = await fetch(`${this.url}/losable/${act}`, { method: 'POST' })
    if (!response.ok) throw new Error(`The Worker did not do “${act}”: ${response.status}`)
    return response.json().catch(() => null)
  }

  stopWorker(): Promise<void> {
    const stop = this.#stop
    this.#stop = async () => {}
    return stop()
  }

  async close(): Promise<void> {
    await this.twilio.close()
    await this.stopWorker()
    await this.model.close()
  }
}

function varsOf({ model, twilio, owner, options }: Parts): Record<string, string> {
  const all: Record<string, string | null> = {
    PUBLIC_URL,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_BASE_URL: twilio.restUrl,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: model.url,
    OPENAI_WEBHOOK_SECRET: WEBHOOK_SECRET,
    OPENAI_PROJECT_ID: 'proj_test',
    AUTH_PRIVATE_KEY: owner.privateKey,
    ...options.vars,
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
}

/** A sentence in the voice of the caller, as the phone network carries it. */
export function callerSays(sentence: string): Uint8Array {
  return encodeMulaw(speak(sentence, CALLER_VOICE))
}

/** Waits until the agent has said something, to its end; a busy machine may stammer. */
export async function hearOut(call: SimulatedCall): Promise<void> {
  await call.until('agentSpeaking', 20_000)
  await call.agentIdle(250)
}

/** The caller says something, and the agent begins to answer. */
export async function ask(call: SimulatedCall, sentence: string): Promise<SpokenFacts> {
  // The answer may come before the last, silent frames of the question have left.
  const answered = call.until('agentSpeaking')
  const [spoken] = await Promise.all([call.speak(callerSays(sentence)), answered])
  return spoken
}
