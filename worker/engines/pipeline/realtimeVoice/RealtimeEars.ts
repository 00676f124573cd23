import type { Ears, EarsEvent, EarsListener, PartFailure } from '../../../call/ports.ts'
import { CLEAR, COMMIT, commit, forget } from './commands.ts'
import type { HeardEvent } from './protocol.ts'
import type { RealtimeVoice } from './RealtimeVoice.ts'
import { RecentAudio } from './RecentAudio.ts'
import {
  committed,
  type OpenTurns,
  settled,
  tellable,
  type Transcript,
  understood,
} from './transcripts.ts'

/** A turn whose transcript does not come for so long has none; ms. */
const TRANSCRIPT_MS = 10_000

/** A turn has begun at most so long before it is known that it has; ms. */
const ONSET_MS = 1_000

const NOTHING: Transcript = { text: '', usage: null }

/** A Realtime session that writes down what it hears. */
export class RealtimeEars implements Ears {
  #turns: OpenTurns = []
  #commits = 0
  #begun = false
  #closed = false
  #watch: { itemId: string; timer: ReturnType<typeof setTimeout> } | null = null
  readonly #recent = new RecentAudio(ONSET_MS)
  readonly #voice: RealtimeVoice
  readonly #listener: EarsListener

  constructor(voice: RealtimeVoice, listener: EarsListener) {
    this.#voice = voice
    this.#listener = listener
    voice.hearFor(this)
  }

  hear(payload: string): void {
    if (this.#closed) return
    this.#recent.add(payload)
    this.#voice.append(payload)
  }

  /** What is committed is written down from its beginning, so the longer it is the later come its words. */
  speechBegan(): void {
    if (this.#closed || this.#begun || this.#voice.endsTurns) return
    this.#begun = true
    this.#voice.sendBehindAudio(CLEAR)
    for (const payload of this.#recent.take()) this.#voice.append(payload)
  }

  commit(): void {
    if (this.#closed) return
    this.#begun = false
    this.#recent.take()
    this.#voice.sendBehindAudio(commit(this.#commits++))
  }

  close(): void {
    if (this.#closed) return
    this.#end()
    this.#voice.leave()
  }

  ready(): void {
    this.#tell({ type: 'ears.ready' })
  }

  take(event: HeardEvent): void {
    if (this.#closed) return
    switch (event.type) {
      case 'speech_started':
        return this.#tell({ type: 'ears.speech_started' })
      case 'speech_stopped':
        return this.#tell({ type: 'ears.speech_stopped', agoMs: event.agoMs })
      case 'committed':
        this.#turns = committed(this.#turns, event.itemId)
        return this.#watchFirst()
      case 'understood':
        return this.#understand(event.itemId, event.delta)
      case 'transcribed':
        return this.#settle(event.itemId, { text: event.text, usage: event.usage })
      case 'not_transcribed':
        return this.#giveUp(event.itemId, event.detail)
    }
  }

  /** A commit was not taken. `empty`: because there was nothing to commit. */
  refused(eventId: string, empty: boolean, detail: string): void {
    if (!empty) this.troubled(detail)
    if (!eventId.startsWith(COMMIT)) return
    this.#turns = settled(committed(this.#turns, eventId), eventId, NOTHING)
    this.#tellFinals()
  }

  troubled(detail: string): void {
    this.#tell({ type: 'ears.troubled', detail })
  }

  /** The session is gone. */
  failed(failure: PartFailure): void {
    this.#tell({ type: 'ears.failed', failure })
    this.#end()
  }

  #understand(itemId: string, delta: string): void {
    this.#turns = understood(this.#turns, itemId, delta)
    const [first] = this.#turns
    const text = first?.partial.trim() ?? ''
    if (first?.itemId === itemId && text) this.#tell({ type: 'ears.partial', text })
  }

  #giveUp(itemId: string, detail: string): void {
    this.troubled(detail)
    this.#settle(itemId, NOTHING)
  }

  #settle(itemId: string, transcript: Transcript): void {
    this.#voice.send(forget(itemId))
    this.#turns = settled(this.#turns, itemId, transcript)
    this.#tellFinals()
  }

  #tellFinals(): void {
    const { told, left } = tellable(this.#turns)
    this.#turns = left
    this.#watchFirst()
    for (const { text, usage } of told) this.#tell({ type: 'ears.final', text, usage })
  }

  /** One that never comes must not keep back those behind it. */
  #watchFirst(): void {
    const itemId = this.#turns[0]?.itemId
    if (itemId === this.#watch?.itemId) return
    clearTimeout(this.#watch?.timer)
    this.#watch = null
    if (itemId === undefined) return
    const late = () =>
      this.#giveUp(itemId, 'OpenAI did not write down what the caller said in time.')
    this.#watch = { itemId, timer: setTimeout(late, TRANSCRIPT_MS) }
  }

  #tell(event: EarsEvent): void {
    if (!this.#closed) this.#listener.happened(event)
  }

  #end(): void {
    this.#closed = true
    this.#turns = []
    clearTimeout(this.#watch?.timer)
    this.#watch = null
  }
}
