// `?worker&url` gives the address of the bundled module: Vite's default export, not the module's.
// oxlint-disable-next-line import/default -- the address of a module has no such export
import captureUrl from './audio/capture.worklet.ts?worker&url'
import {
  CAPTURE,
  PLAYER,
  type PlayerCommand,
  type PlayerReport,
  STREAM_RATE,
} from './audio/names.ts'
// oxlint-disable-next-line import/default -- the address of a module has no such export
import playerUrl from './audio/player.worklet.ts?worker&url'

export interface AudioLineEvents {
  /** 20 ms from the microphone, at 8 kHz. */
  onFrame: (samples: Float32Array) => void
  /** The audio before these marks was played to the ear, or dropped by `clear`. */
  onMarks: (names: string[]) => void
  onPlayedLevel: (level: number) => void
}

/** The page's ear and mouth: microphone and loudspeaker as a phone line of 8 kHz. */
export class AudioLine {
  readonly #context: AudioContext
  readonly #player: AudioWorkletNode
  readonly #microphone: MediaStream

  private constructor(context: AudioContext, player: AudioWorkletNode, microphone: MediaStream) {
    this.#context = context
    this.#player = player
    this.#microphone = microphone
  }

  /** Takes over the microphone, and stops it in `close`. */
  static async open(microphone: MediaStream, events: AudioLineEvents): Promise<AudioLine> {
    const { context, source } = connectMicrophone(microphone)
    await Promise.all([
      context.audioWorklet.addModule(captureUrl),
      context.audioWorklet.addModule(playerUrl),
    ])
    const capture = new AudioWorkletNode(context, CAPTURE, { numberOfOutputs: 0 })
    const player = new AudioWorkletNode(context, PLAYER, {
      numberOfInputs: 0,
      outputChannelCount: [1],
    })
    const line = new AudioLine(context, player, microphone)
    listen(capture.port, (frame: Float32Array) => events.onFrame(frame))
    listen(player.port, (report: PlayerReport) => line.#hear(report, events))
    source.connect(capture)
    player.connect(context.destination)
    await context.resume()
    return line
  }

  play(samples: Float32Array): void {
    this.#send({ type: 'audio', samples }, [samples.buffer])
  }

  mark(name: string): void {
    this.#send({ type: 'mark', name })
  }

  clear(): void {
    this.#send({ type: 'clear' })
  }

  close(): void {
    for (const track of this.#microphone.getTracks()) track.stop()
    void this.#context.close()
  }

  #send(command: PlayerCommand, transfer: Transferable[] = []): void {
    this.#player.port.postMessage(command, transfer)
  }

  #hear(report: PlayerReport, events: AudioLineEvents): void {
    if (report.type === 'level') return events.onPlayedLevel(report.level)
    // What the player has handed on is heard only when the device has played it.
    const delayMs = report.cleared ? 0 : this.#outputDelayMs()
    setTimeout(() => events.onMarks(report.names), delayMs)
  }

  #outputDelayMs(): number {
    const { baseLatency, outputLatency } = this.#context
    return ((baseLatency || 0) + (outputLatency || 0)) * 1000
  }
}

/**
 * A context at the line's own rate spares resampling, but some browsers refuse to connect a
 * microphone of another rate to it; the worklets resample in a context of the device's rate.
 */
function connectMicrophone(microphone: MediaStream) {
  const context = new AudioContext({ sampleRate: STREAM_RATE, latencyHint: 'interactive' })
  try {
    return { context, source: context.createMediaStreamSource(microphone) }
  } catch {
    void context.close()
    const fallback = new AudioContext({ latencyHint: 'interactive' })
    return { context: fallback, source: fallback.createMediaStreamSource(microphone) }
  }
}

function listen<Message>(port: MessagePort, onMessage: (message: Message) => void): void {
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => onMessage(data))
  port.start()
}
