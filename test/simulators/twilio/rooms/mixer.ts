/** Brings the sound of those in a room together: everybody hears the others, 20 ms at a time. */
import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from '../../../../worker/lib/audio/mulaw.ts'
import { clip } from '../../audio/sounds.ts'
import { FRAME_BYTES, FRAME_MS } from '../callerVoice.ts'
import { Pacer } from '../pacer.ts'
import { musicFrame } from './sounds.ts'

/** Somebody in a room, as far as sound is concerned. */
export interface Sounding {
  readonly callSid: string
  /** What they say in the frame that is due at `at`, mu-law in base64; `null` in silence. */
  next(at: number): string | null
  /** A frame of mu-law that they hear. */
  hear(frame: Uint8Array, at: number): void
}

/** Who hears whom, and who hears music instead. */
export interface Acoustics<Party extends Sounding> {
  hears(listener: Party, speaker: Party): boolean
  music(listener: Party): boolean
}

const SILENT_FRAME = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE)

export class Mixer<Party extends Sounding> {
  readonly #parties = new Set<Party>()
  readonly #acoustics: Acoustics<Party>
  readonly #pacer = new Pacer(FRAME_MS, (at) => this.#mix(at))
  /** What is played into the room, and how many frames of it have been. */
  #announced: { sound: Int16Array; frame: number } | null = null
  #frames = 0

  constructor(acoustics: Acoustics<Party>) {
    this.#acoustics = acoustics
  }

  add(party: Party): void {
    this.#parties.add(party)
    if (this.#parties.size === 1) this.#pacer.start()
  }

  remove(party: Party): void {
    this.#parties.delete(party)
    if (this.#parties.size === 0) this.#pacer.stop()
  }

  /** Plays a sound to everybody: 16-bit samples. */
  announce(sound: Int16Array): void {
    this.#announced = { sound, frame: 0 }
  }

  #mix(at: number): void {
    this.#frames += 1
    const announced = this.#nextAnnounced()
    const spoken = [...this.#parties].flatMap((party) => {
      const payload = party.next(at)
      return payload === null ? [] : [{ party, frame: Buffer.from(payload, 'base64') }]
    })
    for (const listener of this.#parties) {
      const heard = spoken.filter(
        ({ party }) => party !== listener && this.#acoustics.hears(listener, party),
      )
      const music = this.#acoustics.music(listener) ? musicFrame(this.#frames) : null
      const extra = [announced, music].filter((sound) => sound !== null)
      listener.hear(
        together(
          heard.map(({ frame }) => frame),
          extra,
        ),
        at,
      )
    }
  }

  #nextAnnounced(): Int16Array | null {
    if (!this.#announced) return null
    const { sound, frame } = this.#announced
    const from = frame * FRAME_BYTES
    this.#announced = from + FRAME_BYTES < sound.length ? { sound, frame: frame + 1 } : null
    return sound.subarray(from, from + FRAME_BYTES)
  }
}

/** One voice alone passes byte for byte. */
function together(frames: readonly Uint8Array[], sounds: readonly Int16Array[]): Uint8Array {
  const [only] = frames
  if (!only && sounds.length === 0) return SILENT_FRAME
  if (only && frames.length === 1 && sounds.length === 0) return only
  const all = [...frames.map(decodeMulaw), ...sounds]
  const mixed = Int16Array.from({ length: FRAME_BYTES }, (_, n) =>
    clip(all.reduce((sum, sound) => sum + (sound[n] ?? 0), 0)),
  )
  return encodeMulaw(mixed)
}
