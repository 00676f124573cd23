import { usageLines } from '../../../../../convex/model/usage.ts'
import { PartError } from '../../../../call/PartError.ts'
import type { MouthPiece, PartFailure } from '../../../../call/ports.ts'
import { durationMs } from '../../../../lib/base64Audio.ts'
import { silent } from '../../elevenlabs/failures.ts'
import { speakableNow } from './clauses.ts'
import type { ContextListener, MouthSocket } from './MouthSocket.ts'
import { Pieces } from './Pieces.ts'
import type { Alignment } from './protocol.ts'
import { WordTimer } from './WordTimer.ts'

/** So long nothing may come that is due. */
const PATIENCE_MS = 4_000

const sayable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** One text on its way to speech: a context of a socket's, and what comes of it. */
export class Utterance implements ContextListener {
  readonly #pieces = new Pieces()
  readonly #words = new WordTimer()
  readonly #contextId: string
  readonly #model: string
  #socket: MouthSocket | null = null
  #begun = false
  #stopped = false
  /** The whole text was written. */
  #finished = false
  /** What was not flushed yet; the first `#sent` of it were sent. */
  #waiting = ''
  #sent = 0
  #flushes = 0
  #audioMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(contextId: string, model: string) {
    this.#contextId = contextId
    this.#model = model
  }

  read(): AsyncGenerator<MouthPiece> {
    return this.#pieces.read()
  }

  /** Writes the text as it comes, on a socket on which it has a place. Never rejects: failures are read. */
  async write(text: AsyncIterable<string>, place: () => MouthSocket): Promise<void> {
    try {
      for await (const piece of text) {
        if (this.#stopped) return
        this.#words.write(piece)
        this.#waiting += piece
        if (!this.#begun && sayable(this.#waiting)) await this.#begin(place())
        if (this.#stopped) return
        if (this.#begun) this.#send()
      }
      if (!this.#stopped) this.#finish()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Nobody listens any more. */
  stop(): void {
    this.#letGo()
    this.#pieces.drop()
  }

  spoke(payload: string, alignment: Alignment | null): void {
    const fromMs = this.#audioMs
    this.#audioMs += durationMs(payload)
    this.#pieces.push({ type: 'audio', payload })
    if (alignment) this.#tell(this.#words.align(alignment, fromMs))
    if (this.#finished) this.#expect('did not finish what it was to say')
    else this.#calm()
  }

  final(): void {
    if (!this.#finished) return this.failed(silent('ended what was still being written'))
    // Nothing is never all of what was to be said.
    if (this.#audioMs === 0) return this.failed(silent('gave no sound'))
    this.#tell(this.#words.rest(this.#audioMs))
    this.#socket = null
    this.#letGo()
    this.#pieces.end()
  }

  failed(failure: PartFailure): void {
    this.#socket = null
    this.#fail(new PartError(failure))
  }

  async #begin(socket: MouthSocket): Promise<void> {
    this.#socket = socket
    await socket.opened
    if (this.#stopped) return
    this.#begun = true
    socket.begin(this.#contextId)
  }

  /** What can be spoken now is; the rest is there when its end comes. */
  #send(): void {
    const length = speakableNow(this.#waiting, this.#flushes === 0)
    if (length > this.#sent) {
      this.#flush(length)
      return this.#send()
    }
    const rest = this.#waiting.slice(this.#sent)
    if (rest !== '') this.#socket?.write(this.#contextId, rest, false)
    this.#sent = this.#waiting.length
  }

  #finish(): void {
    if (!this.#begun) return this.stop()
    this.#words.finish()
    if (this.#waiting.trim() !== '') this.#flush(this.#waiting.length)
    this.#finished = true
    this.#socket?.finish(this.#contextId)
    this.#expect('did not finish what it was to say')
  }

  #flush(length: number): void {
    this.#socket?.write(this.#contextId, this.#waiting.slice(this.#sent, length), true)
    this.#waiting = this.#waiting.slice(length)
    this.#sent = 0
    this.#flushes += 1
    if (this.#flushes === 1) this.#expect('did not begin to speak')
    const what = { part: 'mouth', vendor: 'elevenlabs', model: this.#model }
    this.#pieces.push({ type: 'usage', usage: usageLines(what, { characters: length }) })
  }

  #tell(words: ReturnType<WordTimer['rest']>): void {
    if (words.length > 0) this.#pieces.push({ type: 'words', words })
  }

  #fail(error: unknown): void {
    this.#letGo()
    this.#pieces.fail(error)
  }

  #letGo(): void {
    this.#stopped = true
    this.#calm()
    if (this.#begun) this.#socket?.abandon(this.#contextId, this.#finished)
    else this.#socket?.release(this.#contextId)
    this.#socket = null
  }

  #expect(otherwise: string): void {
    this.#calm()
    this.#timer = setTimeout(() => this.#socket?.giveUp(silent(otherwise)), PATIENCE_MS)
  }

  #calm(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
