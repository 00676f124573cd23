import { DurableObject } from 'cloudflare:workers'
import type { Ears, EarsListener, Mouth } from '../../../worker/call/ports.ts'
import {
  sharedVoice,
  type VoiceSource,
} from '../../../worker/engines/pipeline/realtimeVoice/index.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import { controlSocket } from './control.ts'
import { PART_BRIEF } from './parts.ts'
import { type VoiceOrder, voiceOrderSchema, type VoiceReport } from './voiceMessages.ts'

type Report = (what: VoiceReport) => void

/** Ears and mouth on one session of OpenAI's, driven by a control socket. */
export class VoiceProbe extends DurableObject {
  #source: VoiceSource | null = null
  #ears: Ears | null = null
  #mouth: Mouth | null = null
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
        for (const payload of order.payloads) this.#ears?.hear(payload)
        return
      case 'began':
        return this.#ears?.speechBegan?.()
      case 'commit':
        return this.#ears?.commit()
      case 'say':
        return void this.#say(order.utterance, order.text, report)
      case 'abort':
        return this.#stops.get(order.utterance)?.abort()
      case 'close':
        return order.part === 'ears' ? this.#ears?.close() : this.#mouth?.close()
      case 'listen_again':
        this.#ears = this.#source?.ears(listenerOf(report)) ?? null
        return
      case 'sync':
        return report({ report: 'synced', number: order.number })
    }
  }

  #create(order: Extract<VoiceOrder, { do: 'create' }>, report: Report): void {
    const { ears, vad, mouth, accounts } = order
    const own = { ...NO_ACCOUNTS, ...accounts }
    this.#source = sharedVoice({ ...ears, vad }, mouth, PART_BRIEF, own)
    this.#ears = this.#source.ears(listenerOf(report))
    this.#mouth = this.#source.mouth(listenerOf(report))
  }

  async #say(utterance: number, text: string, report: Report): Promise<void> {
    const stop = new AbortController()
    this.#stops.set(utterance, stop)
    const pieces = this.#mouth?.say(written(text), stop.signal) ?? []
    try {
      for await (const piece of pieces) report({ report: 'piece', utterance, piece })
      report({ report: 'ended', utterance, cause: null })
    } catch (error) {
      report({ report: 'ended', utterance, cause: String(error) })
    }
  }
}

function listenerOf(report: Report): EarsListener {
  return {
    happened: (event) => report({ report: 'event', event }),
    unreadable: () => report({ report: 'unreadable' }),
  }
}

async function* written(text: string): AsyncGenerator<string> {
  yield* text.split(/(?<=\s)/)
}
