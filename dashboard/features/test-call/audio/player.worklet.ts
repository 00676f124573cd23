import { Resampler } from '../../../../worker/lib/audio/Resampler.ts'
import { JitterBuffer } from './JitterBuffer.ts'
import { levelOf } from './level.ts'
import { PLAYER, type PlayerCommand, type PlayerReport, STREAM_RATE } from './names.ts'

const START_SAMPLES = (STREAM_RATE * 60) / 1000
const LEVEL_EVERY_SAMPLES = STREAM_RATE / 20

/** Plays the line's sound, and reports marks when their sound was played. */
class Player extends AudioWorkletProcessor {
  readonly #buffer = new JitterBuffer((START_SAMPLES * sampleRate) / STREAM_RATE)
  readonly #resampler = new Resampler(STREAM_RATE, sampleRate)
  #sinceLevel = 0
  #peak = 0

  constructor() {
    super()
    this.port.addEventListener('message', ({ data }: MessageEvent<PlayerCommand>) => {
      this.#obey(data)
    })
    this.port.start()
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const out = outputs[0]?.[0]
    if (!out) return true
    this.#reportMarks(this.#buffer.pull(out), false)
    this.#measure(out)
    return true
  }

  #obey(command: PlayerCommand): void {
    switch (command.type) {
      case 'audio':
        return this.#buffer.push(this.#resampler.push(command.samples))
      case 'mark':
        return this.#reportMarks(this.#buffer.mark(command.name), false)
      case 'clear':
        return this.#reportMarks(this.#buffer.clear(), true)
    }
  }

  #reportMarks(names: string[], cleared: boolean): void {
    if (names.length > 0) this.#report({ type: 'marks', names, cleared })
  }

  #measure(out: Float32Array): void {
    this.#peak = Math.max(this.#peak, levelOf(out))
    this.#sinceLevel += out.length
    if (this.#sinceLevel < (LEVEL_EVERY_SAMPLES * sampleRate) / STREAM_RATE) return
    this.#report({ type: 'level', level: this.#peak })
    this.#sinceLevel = 0
    this.#peak = 0
  }

  #report(report: PlayerReport): void {
    this.port.postMessage(report, [])
  }
}

registerProcessor(PLAYER, Player)
