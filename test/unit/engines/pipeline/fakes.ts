/** Parts of a pipeline that do what a test tells them. */
import { pipelineSettingsSchema } from '../../../../convex/model/engines/pipeline/settings.ts'
import { voiceSettingsSchema } from '../../../../convex/model/agent.ts'
import type { EngineEffect, EngineEvent } from '../../../../worker/call/events.ts'
import { PartError } from '../../../../worker/call/PartError.ts'
import type {
  Brain,
  BrainPiece,
  BrainQuestion,
  Ears,
  EarsEvent,
  EarsListener,
  Mouth,
  MouthPiece,
  PartFailure,
} from '../../../../worker/call/ports.ts'
import type { VoiceChange, VoiceDetector } from '../../../../worker/engines/pipeline/vad.ts'
import type { PartKit } from '../../../../worker/engines/pipeline/partKit.ts'
import { PipelineEngine } from '../../../../worker/engines/pipeline/PipelineEngine.ts'
import { FRAME_MS, SILENT_FRAME } from '../../../../worker/lib/base64Audio.ts'
import { A_CALL, AN_AGENT, NOWHERE } from '../../../fixtures/callBrief.ts'

export const FOR_NOW: PartFailure = { cause: 'It broke.', again: true, retryAfterMs: null }
export const FOR_GOOD: PartFailure = {
  cause: 'It is not for you.',
  again: false,
  retryAfterMs: null,
}

export class FakeEars implements Ears {
  readonly heard: string[] = []
  commits = 0
  isClosed = false
  readonly #listener: EarsListener

  constructor(listener: EarsListener) {
    this.#listener = listener
  }

  hear(payload: string): void {
    this.heard.push(payload)
  }

  commit(): void {
    this.commits += 1
  }

  close(): void {
    this.isClosed = true
  }

  tell(event: EarsEvent): void {
    this.#listener.happened(event)
  }

  final(text: string): void {
    this.tell({ type: 'ears.final', text, usage: null })
  }

  fail(failure: PartFailure = FOR_NOW): void {
    this.tell({ type: 'ears.failed', failure })
  }
}

/** What one attempt at an answer comes to. `stall`: nothing more comes of it. */
export type Told = BrainPiece | PartFailure | 'stall'

export const text = (delta: string): BrainPiece => ({ type: 'text', delta })

const isFailure = (told: BrainPiece | PartFailure): told is PartFailure => 'cause' in told

/** Answers each question by the next of its script, or with nothing. */
export class FakeBrain implements Brain {
  readonly questions: BrainQuestion[] = []
  aborted = 0
  readonly #script: Told[][]

  constructor(...script: Told[][]) {
    this.#script = script
  }

  async *answer(question: BrainQuestion, signal: AbortSignal): AsyncGenerator<BrainPiece> {
    this.questions.push(question)
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve())
    })
    try {
      for (const told of this.#script.shift() ?? []) {
        if (told === 'stall') await stopped
        else if (isFailure(told)) throw new PartError(told)
        else yield told
      }
    } finally {
      if (signal.aborted) this.aborted += 1
    }
  }
}

export const LETTER_MS = 20

/** Speaks 20 ms a letter. `breaksAfter`: so many letters of an utterance are said before it fails. */
export class FakeMouth implements Mouth {
  readonly said: string[] = []
  isClosed = false
  readonly #breaks: (number | 'stall' | null)[]
  readonly #timed: boolean
  readonly #failure: PartFailure
  readonly #spoken: string | null

  /** `spoken`: what it tells that it said instead; `null`: it does not tell. */
  constructor({
    breaks = [],
    timed = true,
    failure = FOR_NOW,
    spoken = null,
  }: {
    breaks?: (number | 'stall' | null)[]
    timed?: boolean
    failure?: PartFailure
    spoken?: string | null
  } = {}) {
    this.#spoken = spoken
    this.#breaks = breaks
    this.#timed = timed
    this.#failure = failure
  }

  async *say(written: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<MouthPiece> {
    const breaks = this.#breaks.shift() ?? null
    const index = this.said.push('') - 1
    let letters = 0
    for await (const piece of written) {
      if (signal.aborted) return
      this.said[index] += piece
      for (const word of piece.match(/\S+\s*|\s+/g) ?? []) {
        if (breaks === 'stall') await new Promise(() => {})
        else if (breaks !== null && letters + word.length > breaks)
          throw new PartError(this.#failure)
        yield { type: 'audio', payload: btoa('\x00'.repeat(160 * word.length)) }
        const startMs = letters * LETTER_MS
        letters += word.length
        const endMs = letters * LETTER_MS
        if (this.#timed) yield { type: 'words', words: [{ text: word, startMs, endMs }] }
      }
    }
    if (this.#spoken !== null) yield { type: 'spoken', text: this.#spoken }
    yield { type: 'usage', usage: [line('mouth', 'characters', letters)] }
  }

  close(): void {
    this.isClosed = true
  }
}

export const line = (part: string, unit: string, amount: number) => ({
  part,
  vendor: 'v',
  model: 'm',
  unit,
  amount,
})

/** Finds what the test says, in the frame that follows. */
export class FakeDetector implements VoiceDetector {
  readonly #next: VoiceChange[] = []

  will(...changes: VoiceChange[]): void {
    this.#next.push(...changes)
  }

  hear(): VoiceChange[] {
    return this.#next.splice(0)
  }
}

export interface Bench {
  engine: PipelineEngine
  events: EngineEvent[]
  ears: FakeEars[]
  detector: FakeDetector
  brains: FakeBrain[]
  mouths: FakeMouth[]
  /** The caller's silence, frame by frame. */
  quiet(ms: number): void
  /** The caller says this, and is silent then. */
  says(words: string): void
  perform(...effects: EngineEffect[]): void
  of<Type extends EngineEvent['type']>(type: Type): Extract<EngineEvent, { type: Type }>[]
}

/** A pipeline of these parts, own first, then the spare. */
export function pipelineOf({
  brains = [new FakeBrain()],
  mouths,
  earsSources = 1,
  callSid = A_CALL.callSid,
  happened = () => {},
}: {
  brains?: FakeBrain[]
  mouths?: Mouth[]
  earsSources?: number
  callSid?: string
  happened?: (event: EngineEvent) => void
} = {}): Bench {
  const speakers: readonly Mouth[] = mouths ?? [new FakeMouth()]
  const events: EngineEvent[] = []
  const ears: FakeEars[] = []
  const detector = new FakeDetector()
  const source = {
    traits: { endsTurns: false, tellSpeech: false },
    create: (listener: EarsListener) => {
      const made = new FakeEars(listener)
      ears.push(made)
      return made
    },
  }
  const kit: PartKit = {
    ears: Array.from({ length: earsSources }, () => source),
    brains: brains.map((brain) => ({ patienceMs: 4_000, create: () => brain })),
    mouths: speakers.map((mouth) => () => mouth),
    detector,
  }
  const brief = {
    instructions: 'Be brief.',
    voice: voiceSettingsSchema.parse({}),
    settings: pipelineSettingsSchema.parse({ engine: 'pipeline' }),
    tools: [{ name: 'weather', description: 'Tells it.', parameters: {} }],
    call: { ...A_CALL, callSid },
    agent: AN_AGENT,
    outside: NOWHERE,
    direct: null,
    callerHash: async () => 'a-caller',
  }
  const engine = new PipelineEngine(brief, kit, {
    happened: (event) => {
      events.push(event)
      happened(event)
    },
    lineHappened: () => {},
    unreadable: () => {},
  })
  const quiet = (ms: number): void => {
    for (let at = 0; at < ms; at += FRAME_MS) engine.hear(SILENT_FRAME)
  }
  return {
    engine,
    events,
    ears,
    detector,
    brains,
    mouths: speakers.filter((mouth) => mouth instanceof FakeMouth),
    quiet,
    says(words) {
      detector.will({ type: 'started', agoMs: 60 })
      quiet(600)
      detector.will({ type: 'stopped', agoMs: 200, voiceMs: 400 })
      quiet(800)
      ears.at(-1)?.final(words)
    },
    perform: (...effects) => {
      for (const effect of effects) engine.perform(effect)
    },
    of: (type) => events.filter((event): event is never => event.type === type),
  }
}

export const OPEN = { type: 'engine.open', instance: 1, which: 'own', history: [] } as const
export const CONTINUE = { type: 'engine.respond', request: { kind: 'continue' } } as const

/** An engine that listens. */
export function listening(options: Parameters<typeof pipelineOf>[0] = {}): Bench {
  const bench = pipelineOf(options)
  bench.perform(OPEN)
  bench.ears[0]?.tell({ type: 'ears.ready' })
  return bench
}
