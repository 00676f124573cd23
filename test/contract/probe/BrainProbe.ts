import { DurableObject } from 'cloudflare:workers'
import { brainKit } from '../../../worker/brains/index.ts'
import { PartError } from '../../../worker/call/PartError.ts'
import type { Brain } from '../../../worker/call/ports.ts'
import { guardedFetch } from '../../../worker/lib/guardedFetch.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import { type BrainOrder, brainOrderSchema, type BrainReport } from './brainMessages.ts'

/** One brain, driven by a control socket. */
export class BrainProbe extends DurableObject {
  #brain: Brain | null = null
  readonly #asked = new Map<string, AbortController>()
  #report: (what: BrainReport) => void = () => {}

  override async fetch(): Promise<Response> {
    const { 0: client, 1: control } = new WebSocketPair()
    control.accept()
    this.#report = (what) => control.send(JSON.stringify(what))
    control.addEventListener('message', ({ data }) => {
      try {
        this.#obey(brainOrderSchema.parse(JSON.parse(String(data))))
      } catch (error) {
        this.#report({ report: 'threw', what: String(error) })
      }
    })
    return new Response(null, { status: 101, webSocket: client })
  }

  #obey(order: BrainOrder): void {
    switch (order.do) {
      case 'create':
        return this.#create(order)
      case 'ask':
        return void this.#ask(order)
      case 'abort':
        return this.#asked.get(order.ask)?.abort()
      case 'sync':
        return this.#report({ report: 'synced', number: order.number })
    }
  }

  #create({
    settings,
    brief,
    accounts: own,
    secrets,
    exceptions,
  }: Extract<BrainOrder, { do: 'create' }>): void {
    const kit = brainKit(settings)
    const accounts = { ...NO_ACCOUNTS, ...own }
    const openSecret = async (reference: string) => {
      const secret = secrets[reference]
      if (secret === undefined) throw new Error('There is no such secret.')
      return secret
    }
    this.#report({
      report: 'created',
      missing: kit.missing(accounts),
      missingWithoutAccounts: kit.missing(NO_ACCOUNTS),
    })
    const outside = { reach: guardedFetch({ ownUrl: null, exceptions }), openSecret }
    this.#brain = kit.create({ ...brief, outside, callerHash: async () => 'a-caller' }, accounts, {
      unreadable: () => this.#report({ report: 'unreadable' }),
    })
  }

  async #ask({ ask, question, leaveAfter }: Extract<BrainOrder, { do: 'ask' }>): Promise<void> {
    if (!this.#brain) throw new Error('There is no brain yet.')
    const abort = new AbortController()
    this.#asked.set(ask, abort)
    let pieces = 0
    try {
      for await (const piece of this.#brain.answer(question, abort.signal)) {
        this.#report({ report: 'piece', ask, piece })
        pieces += 1
        if (pieces === leaveAfter) break
      }
      this.#report({ report: 'ended', ask })
    } catch (error) {
      const failure = error instanceof PartError ? error.failure : null
      this.#report({ report: 'failed', ask, failure, aborted: abort.signal.aborted })
    }
  }
}
