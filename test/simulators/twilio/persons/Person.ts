/** Somebody whose phone rings, and who does as the script says. */
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeMulaw } from '../../../../worker/lib/audio/mulaw.ts'
import { speak } from '../../audio/speech.ts'
import type { Answerer, Detection, RingEnd } from '../outbound/answerer.ts'
import type { OutgoingCall } from '../outbound/outgoing.ts'
import { beepSound } from '../rooms/sounds.ts'
import { DEFAULT_GREETING, type PersonScript } from './script.ts'

/** Neither the caller's voice nor any of the agent's. */
const PERSON_VOICE = 'kal'
const PICK_UP_MS = 50
const PRESS_AFTER_MS = 30
const AMD_MS = 60
const ROOM_MS = 500

export class Person implements Answerer {
  readonly detection: Detection
  readonly #script: PersonScript

  constructor(script: PersonScript) {
    this.#script = script
    this.detection = detectionOf(script)
  }

  async ring(call: OutgoingCall, signal: AbortSignal): Promise<RingEnd> {
    const { does, pickUpMs = PICK_UP_MS, ringMs } = this.#script
    if (does === 'busy' || does === 'failed') {
      await sleep(pickUpMs, undefined, { signal })
      return does
    }
    call.rings()
    if (does === 'no_answer') {
      await (ringMs === undefined ? untilAborted(signal) : sleep(ringMs, undefined, { signal }))
      return 'no-answer'
    }
    await sleep(pickUpMs, undefined, { signal })
    this.#behave(call)
    return 'answered'
  }

  #behave(call: OutgoingCall): void {
    const { does, greeting = DEFAULT_GREETING, roomMs = ROOM_MS } = this.#script
    switch (does) {
      case 'hang_up':
        call.once('said', () => call.hangUp())
        call.once('listening', () => call.hangUp())
        return
      case 'voicemail':
        // A mailbox talks whether anybody listens or not; who comes later hears it from the beginning.
        call.once('joined', () => void this.#talk(call, [greeting], true))
        return
      case 'fax':
        return
      case 'decline':
        call.on('listening', () => void this.#press(call, this.#script.key ?? '2'))
        return
      case 'hang_up_after':
        call.once('joined', () => void afterwards(call, roomMs, () => call.hangUp()))
        this.#accept(call)
        return
      case 'accept':
      case 'unknown':
        this.#accept(call)
        return
      case 'busy':
      case 'failed':
      case 'no_answer':
        return
      default:
        does satisfies never
    }
  }

  #accept(call: OutgoingCall): void {
    call.on('listening', () => void this.#press(call, '1'))
    call.once('joined', () => void this.#talk(call, this.#script.says ?? [], false))
  }

  #press(call: OutgoingCall, key: string): Promise<void> {
    const { pressAfterMs = PRESS_AFTER_MS } = this.#script
    return afterwards(call, pressAfterMs, () => void call.press(key))
  }

  async #talk(call: OutgoingCall, says: readonly string[], beep: boolean): Promise<void> {
    for (const sentence of says) await call.speak(personSays(sentence))
    if (beep) await call.speak(encodeMulaw(beepSound('enter')))
  }
}

/** A sentence in the voice of a person who was called. */
export function personSays(sentence: string): Uint8Array {
  return encodeMulaw(speak(sentence, PERSON_VOICE))
}

async function afterwards(call: OutgoingCall, ms: number, act: () => void): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: call.over })
  } catch {
    return
  }
  act()
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function detectionOf({ does, amd, amdMs = AMD_MS }: PersonScript): Detection {
  const answeredBy = amd ?? usualDetection(does)
  return { answeredBy, afterMs: amdMs, greetingEnd: { afterMs: amdMs * 3, by: 'beep' } }
}

function usualDetection(does: PersonScript['does']): Detection['answeredBy'] {
  if (does === 'voicemail') return 'machine_start'
  return does === 'fax' || does === 'unknown' ? does : 'human'
}
