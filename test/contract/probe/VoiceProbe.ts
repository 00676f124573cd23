import { DurableObject } from 'cloudflare:workers'
import type { Ears, Mouth } from '../../../worker/call/ports.ts'
import { realtimeVoice } from '../../../worker/engines/pipeline/realtimeVoice/index.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import { controlSocket } from './control.ts'
import { PART_BRIEF } from './parts.ts'
import { type VoiceOrder, voiceOrderSchema, type VoiceReport } from './voiceMessages.ts'

type Report = (what: VoiceReport) => void

/** Ears and mouth on one session of OpenAI's, driven by a control socket. */
export class VoiceProbe extends DurableObject {
  #parts: { ears: Ears; mouth: Mouth } | null = null
  readonly #stops = new Map<number, AbortController>()

  override async fetch(): Promise<Response> {
    return controlSocket<VoiceOrder, VoiceReport>(voiceOrderSchema, (order, report) =>
      this.#obey(order, report),
    )
  }

  #obey(order: VoiceOrder, report: Report): void {
    switch (order.do) {
      case 'create':
        return this.#create(order, report)
      case 'hear':
        for (const payload of order.payloads) this.#parts?.ears.hear(payload)
        return
      case 'began':
        return this.#parts?.ears.speechBegan?.()
      case 'commit':
        return this.#parts?.ears.commit()
      case 'say':
        return void this.#say(order.utterance, order.text, report)
      case 'abort':
        return this.#stops.get(order.utterance)?.abort()
      case 'close':
        return this.#parts?.[order.part].close()
      case 'sync':
        return report({ report: 'synced', number: order.number })
    }
  }

  #create(order: Extract<VoiceOrder, { do: 'create' }>, report: Report): void {
    const { ears, vad, mouth, accounts } = order
    this.#parts = realtimeVoice(
      { ...ears, vad },
      mouth,
      PART_BRIEF,
      { ...NO_ACCOUNTS, ...accounts },
      {
        happened: (event) => report({ report: 'event', event }),
        unreadable: () => report({ report: 'unreadable' }),
      },
    )
  }

  async #say(utterance: number, text: string, report: Report): Promise<void> {
    const stop = new AbortController()
    this.#stops.set(utterance, stop)
    const pieces = this.#parts?.mouth.say(written(text), stop.signal) ?? []
    try {
      for await (const piece of pieces) report({ report: 'piece', utterance, piece })
      report({ report: 'ended', utterance, cause: null })
    } catch (error) {
      report({ report: 'ended', utterance, cause: String(error) })
    }
  }
}

async function* written(text: string): AsyncGenerator<string> {
  yield* text.split(/(?<=\s)/)
}
