import type { Mouth, MouthPiece, PartListener } from '../../../../call/ports.ts'
import { type ContextListener, MouthSocket, type Voice } from './MouthSocket.ts'
import { Utterance } from './Utterance.ts'

/**
 * ElevenLabs' speech. There is always a socket with a place on it before it is needed: the first is opened
 * when the mouth is made, another when the last place is taken, and one that the vendor closes for being
 * idle is opened again.
 */
export class ElevenLabsSpeech implements Mouth {
  #sockets: MouthSocket[] = []
  #closed = false
  #said = 0
  readonly #voice: Voice
  readonly #listener: PartListener

  constructor(voice: Voice, listener: PartListener) {
    this.#voice = voice
    this.#listener = listener
    this.#open()
  }

  async *say(text: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<MouthPiece> {
    if (signal.aborted || this.#closed) return
    this.#said += 1
    const contextId = `say_${this.#said}`
    const utterance = new Utterance(contextId, this.#voice.settings.model)
    const stop = (): void => utterance.stop()
    signal.addEventListener('abort', stop)
    try {
      void utterance.write(text, () => this.#place(contextId, utterance))
      yield* utterance.read()
    } finally {
      signal.removeEventListener('abort', stop)
      utterance.stop()
    }
  }

  close(): void {
    this.#closed = true
    for (const socket of this.#sockets) socket.close()
    this.#sockets = []
  }

  /** A socket on which the context has a place. */
  #place(contextId: string, listener: ContextListener): MouthSocket {
    for (const spent of this.#sockets.filter(({ isSpent }) => isSpent)) this.#drop(spent)
    const socket = this.#free() ?? this.#open()
    socket.take(contextId, listener)
    if (!this.#free()) this.#open()
    return socket
  }

  #free(): MouthSocket | undefined {
    return this.#sockets.find(({ hasPlace }) => hasPlace)
  }

  #open(): MouthSocket {
    const socket = new MouthSocket(this.#voice, this.#listener, (gone) => {
      this.#sockets = this.#sockets.filter((other) => other !== gone)
      // One that never was any good is not opened again before it is needed.
      if (!this.#closed && gone.hasSpoken && !this.#free()) this.#open()
    })
    this.#sockets.push(socket)
    return socket
  }

  #drop(socket: MouthSocket): void {
    this.#sockets = this.#sockets.filter((other) => other !== socket)
    socket.close()
  }
}
