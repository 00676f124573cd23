import { DurableObject } from 'cloudflare:workers'
import { PartError } from '../../../worker/call/PartError.ts'
import type { Mouth } from '../../../worker/call/ports.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import { controlSocket } from './control.ts'
import { type MouthOrder, mouthOrderSchema, type MouthReport } from './messages.ts'
import { mouthKit } from './parts.ts'
import { TextFeed } from './TextFeed.ts'

type Report = (what: MouthReport) => void

interface Saying {
  text: TextFeed
  stop: AbortController
  leaving: boolean
}

/** One mouth, driven by a control socket. */
export class MouthProbe extends DurableObject {
  #mouth: Mouth | null = null
  readonly #sayings = new Map<number, Saying>()

  override async fetch(): Promise<Response> {
    return controlSocket<MouthOrder, MouthReport>(mouthOrderSchema, (order, report) =>
      this.#obey(order, report),
    )
  }

  #obey(order: MouthOrder, report: Report): void {
    switch (order.do) {
      case 'create':
        return this.#create(order, report)
      case 'say':
        return this.#say(order, report)
      case 'write':
        return this.#saying(order.utterance).text.write(order.text)
      case 'end':
        return this.#saying(order.utterance).text.finish('ended')
      case 'fail':
        return this.#saying(order.utterance).text.finish('failed')
      case 'abort':
        return this.#saying(order.utterance).stop.abort()
      case 'leave':
        this.#saying(order.utterance).leaving = true
        return
      case 'close':
        return this.#mouth?.close()
      case 'sync':
        return report({ report: 'synced', number: order.number })
    }
  }

  #create(order: Extract<MouthOrder, { do: 'create' }>, report: Report): void {
    const kit = mouthKit(order.settings)
    const accounts = { ...NO_ACCOUNTS, ...order.accounts }
    report({
      report: 'created',
      missing: kit.missing(accounts),
      missingWithoutAccounts: kit.missing(NO_ACCOUNTS),
    })
    this.#mouth = kit.create(accounts, { unreadable: () => report({ report: 'unreadable' }) })
  }

  #say({ utterance, aborted }: Extract<MouthOrder, { do: 'say' }>, report: Report): void {
    const saying = { text: new TextFeed(), stop: new AbortController(), leaving: false }
    if (aborted) saying.stop.abort()
    this.#sayings.set(utterance, saying)
    void this.#speak(utterance, saying, report)
  }

  async #speak(utterance: number, saying: Saying, report: Report): Promise<void> {
    if (!this.#mouth) throw new Error('There is no mouth yet.')
    try {
      for await (const piece of this.#mouth.say(saying.text, saying.stop.signal)) {
        report({ report: 'piece', utterance, piece })
        if (saying.leaving) break
      }
      report({ report: 'ended', utterance })
    } catch (error) {
      const failure = error instanceof PartError ? error.failure : null
      report({ report: 'failed', utterance, failure, what: String(error) })
    }
  }

  #saying(utterance: number): Saying {
    const saying = this.#sayings.get(utterance)
    if (!saying) throw new Error('This is not being said.')
    return saying
  }
}
