/**
 * A call whose process is lost at any moment of an answer: the brain is asked by one key, no word is left
 * out, none is said twice but those whose hearing was not written down yet, and nobody is ever told of a
 * word that the caller did not hear.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CarrierEffect } from '../../../../worker/call/events.ts'
import type { HistoryItem } from '../../../../worker/call/history.ts'
import type { JournalEntry } from '../../../../worker/call/journal.ts'
import type {
  BrainPiece,
  BrainQuestion,
  CarrierListener,
  Engine,
  EngineListener,
  Mouth,
  MouthPiece,
} from '../../../../worker/call/ports.ts'
import { rebuild } from '../../../../worker/call/rebuild.ts'
import { type CallState, initialState } from '../../../../worker/call/state.ts'
import { PatchBay } from '../../../../worker/shell/PatchBay.ts'
import { RunningCall } from '../../../../worker/shell/RunningCall.ts'
import { toolboxOf } from '../../../../worker/tools/toolbox.ts'
import { digitVault } from '../../../../worker/tools/vault.ts'
import { RULES, TRAITS } from '../../call/script.ts'
import { agent, opening } from '../../shell/fakes.ts'
import { type Bench, FakeBrain, pipelineOf } from './fakes.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

const WORDS =
  'one two three four five, six seven eight nine ten, eleven twelve thirteen fourteen fifteen.'.split(
    ' ',
  )
const ANSWER = WORDS.join(' ')
const WORD_MS = 300
/** What a restart may forget of what was heard: see `writeProgress`, and one word more. */
const FORGOTTEN = Math.ceil(2_000 / WORD_MS) + 1

/** Says each word in one piece of audio that has the word in it. */
class SpellingMouth implements Mouth {
  async *say(written: AsyncIterable<string>): AsyncGenerator<MouthPiece> {
    let at = 0
    let text = ''
    for await (const piece of written) {
      text += piece
      for (;;) {
        const word = /^\s*\S+\s+/.exec(text)?.[0]
        if (!word) break
        text = text.slice(word.length)
        yield* spelt(word, at++)
      }
    }
    if (text.trim() !== '') yield* spelt(text, at)
  }

  close(): void {}
}

function* spelt(word: string, at: number): Generator<MouthPiece> {
  yield { type: 'audio', payload: btoa(word.trim().padEnd(WORD_MS * 8, '\x00')) }
  const words = [{ text: word, startMs: at * WORD_MS, endMs: (at + 1) * WORD_MS }]
  yield { type: 'words', words }
}

/** Writes a word every so many ms; another one is only begun. `replays`: the whole answer each time. */
class PacedBrain extends FakeBrain {
  readonly #wordMs: number
  readonly #replays: boolean

  constructor(wordMs: number, replays: boolean) {
    super()
    this.#wordMs = wordMs
    this.#replays = replays
  }

  override async *answer(question: BrainQuestion, signal: AbortSignal): AsyncGenerator<BrainPiece> {
    this.questions.push(question)
    const heard = question.history.flatMap((item) => (item.kind === 'agent' ? [item.text] : []))
    const known = heard.join(' ').split(/\s+/).filter(Boolean).length
    for (const word of this.#replays ? WORDS : WORDS.slice(known)) {
      await new Promise((resolve) => setTimeout(resolve, this.#wordMs))
      if (signal.aborted) return
      yield { type: 'text', delta: `${word} ` }
    }
  }
}

/** Plays in real time, and echoes marks. */
class Phone {
  readonly heard: string[] = []
  #freeAt = 0
  #timers: ReturnType<typeof setTimeout>[] = []
  #listener: CarrierListener | null = null

  connect(call: RunningCall): void {
    call.connect(
      (listener) => {
        this.#listener = listener
        return { perform: (effect) => this.#perform(effect), close: () => {} }
      },
      () => true,
    )
    this.#listener?.admit({ callSid: 'CA1', token: '' })
    this.#listener?.happened({ type: 'carrier.started' })
  }

  /** Nothing that was queued is played. */
  hangUp(): void {
    this.#drop()
    this.#listener = null
  }

  #perform(effect: CarrierEffect): void {
    if (effect.type === 'carrier.clear') this.#drop()
    if (effect.type === 'carrier.send_mark') this.#at(this.#freeAt, null, effect.mark)
    if (effect.type !== 'carrier.play') return
    const bytes = atob(effect.payload)
    this.#freeAt = Math.max(Date.now(), this.#freeAt) + bytes.length / 8
    this.#at(this.#freeAt, /^([a-z.,]+)\0*$/.exec(bytes)?.[1] ?? null, effect.mark)
  }

  #at(at: number, word: string | null, mark: string | null): void {
    const timer = setTimeout(() => {
      if (word) this.heard.push(word)
      if (mark) this.#listener?.happened({ type: 'carrier.mark', name: mark })
    }, at - Date.now())
    this.#timers.push(timer)
  }

  #drop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = []
    this.#freeAt = 0
  }
}

const OWN_TRAITS = {
  ...TRAITS,
  answersItself: false,
  stopsItself: false,
  says: 'verbatim',
} as const

/** A call with its object, which can be lost. */
function call(brain: FakeBrain) {
  const lines: JournalEntry[] = []
  const phone = new Phone()
  const told: HistoryItem[] = []
  let bench: Bench | null = null
  let process = 0
  const made = (state: CallState): RunningCall => {
    const own = ++process
    const lives = () => own === process
    return new RunningCall(state, {
      line: null,
      persons: null,
      agent: () => ({
        engine(_which, listener: EngineListener): Engine {
          const parts = pipelineOf({
            brains: [brain],
            mouths: [new SpellingMouth()],
            callSid: 'CA1',
            happened: (event) => void (lives() && listener.happened(event)),
          })
          bench = parts
          return {
            hear: (payload) => parts.engine.hear(payload),
            perform: (effect) => {
              if (effect.type === 'engine.open') told.push(...effect.history)
              if (effect.type === 'engine.recall') told.push(effect.item)
              parts.engine.perform(effect)
              if (effect.type === 'engine.open') {
                queueMicrotask(() => parts.ears[0]?.tell({ type: 'ears.ready' }))
              }
            },
          }
        },
        toolbox: toolboxOf([], 'en-US'),
        facts: { call: opening(0).call, agent: agent() },
        echoGuard: null,
        voiceMeter: null,
      }),
      vault: digitVault(() => 'a1'),
      patchBay: new PatchBay(),
      record: (entry) => void (lives() && lines.push(entry)),
      unreadable: () => {},
      now: Date.now,
    })
  }
  const beginning = { rules: RULES, traits: OWN_TRAITS, startedAt: 0, earlier: null }
  let running = made(initialState(RULES, OWN_TRAITS, 0))
  return {
    phone,
    told,
    lines,
    async begin() {
      running.begin()
      phone.connect(running)
      await vi.advanceTimersByTimeAsync(10)
      bench?.says('Count.')
    },
    says: (words: string) => bench?.says(words),
    async lose() {
      phone.hangUp()
      bench?.perform({ type: 'engine.close' })
      process += 1
      await vi.advanceTimersByTimeAsync(200)
      running = made(rebuild(beginning, lines, Date.now()))
      running.dispatch({ type: 'carrier.returns' })
      phone.connect(running)
      await vi.advanceTimersByTimeAsync(10)
    },
  }
}

/** In words. */
function longestAgentText(items: readonly HistoryItem[]): number {
  return Math.max(0, ...items.map((item) => (item.kind === 'agent' ? countOf(item.text) : 0)))
}

const countOf = (text: string): number => text.split(/\s+/).filter(Boolean).length

/** How far back the caller was taken, in words, each time that they were; none may be left out. */
function stepsBack(heard: readonly string[]): number[] {
  const places = heard.map((word) => WORDS.indexOf(word))
  return places.flatMap((place, at) => {
    const before = at === 0 ? -1 : (places[at - 1] ?? -1)
    expect(place).toBeLessThanOrEqual(before + 1)
    return place === before + 1 ? [] : [before + 1 - place]
  })
}

const BRAINS = [
  ['that answers at once', 5, true],
  ['that writes as fast as one speaks', 280, true],
  ['that writes slowly, and goes on from what was heard', 400, false],
] as const

describe.each(BRAINS)('with a brain %s', (_which, wordMs, replays) => {
  const moments = Array.from({ length: 60 }, (_, at) => at * 110)

  test.each(moments)('a process that is lost after %i ms', async (ms) => {
    const brain = new PacedBrain(wordMs, replays)
    const { phone, told, begin, lose } = call(brain)
    await begin()
    await vi.advanceTimersByTimeAsync(ms)
    const heardBefore = phone.heard.length
    const isWritten = brain.questions.length > 0 && ms > wordMs * (WORDS.length + 2)
    const asked = brain.questions.length
    await lose()
    await vi.advanceTimersByTimeAsync(12_000)
    expect(phone.heard.slice(0, heardBefore)).toEqual(WORDS.slice(0, heardBefore))
    expect(
      longestAgentText([...told, ...brain.questions.flatMap(({ history }) => history)]),
    ).toBeLessThanOrEqual(phone.heard.length)
    // What is said to a caller who has heard it all is another matter.
    if (heardBefore === WORDS.length) return
    expect(Math.max(0, ...stepsBack(phone.heard))).toBeLessThanOrEqual(FORGOTTEN)
    expect(phone.heard.at(-1)).toBe(WORDS.at(-1))
    expect(new Set(brain.questions.map(({ key }) => key)).size).toBe(1)
    const attempts = brain.questions.map(({ attempt }) => attempt)
    expect(attempts).toEqual(attempts.map((_, at) => at + 1))
    expect(isWritten && attempts.length > asked).toBe(false)
  })
})

test('a caller who goes on before the first sound is answered once, with all that they said', async () => {
  const brain = new PacedBrain(50, true)
  const { begin, says, phone, lose, lines } = call(brain)
  await begin()
  await vi.advanceTimersByTimeAsync(20)
  says('To fifteen.')
  await vi.advanceTimersByTimeAsync(30)
  await lose()
  await vi.advanceTimersByTimeAsync(12_000)
  expect(phone.heard).toEqual(WORDS)
  const [first, second, third] = brain.questions
  expect(second?.supersedes).toBe(first?.key)
  expect(second?.history).toEqual([
    { kind: 'caller', text: 'Count.' },
    { kind: 'caller', text: 'To fifteen.' },
  ])
  expect(third?.key).toBe(second?.key)
  expect(lines.filter(({ kind }) => kind === 'scripted').length).toBeGreaterThan(0)
})

test('a caller who interrupts is remembered to have heard what they heard', async () => {
  const brain = new PacedBrain(5, true)
  const { begin, says, phone } = call(brain)
  await begin()
  await vi.advanceTimersByTimeAsync(2_000)
  says('Stop.')
  await vi.advanceTimersByTimeAsync(100)
  const [, second] = brain.questions
  const agentText = second?.history.flatMap((item) => (item.kind === 'agent' ? [item.text] : []))
  const [heard = ''] = agentText ?? []
  const interrupted = phone.heard.findIndex((word, at) => WORDS.indexOf(word) !== at)
  const really = interrupted < 0 ? phone.heard.length : interrupted
  expect(countOf(heard)).toBeLessThanOrEqual(really)
  expect(countOf(heard)).toBeGreaterThanOrEqual(really - 1)
  expect(ANSWER.startsWith(heard)).toBe(true)
})
