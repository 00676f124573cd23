import { DurableObject } from 'cloudflare:workers'
import type { Ears } from '../../../worker/call/ports.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import { controlSocket } from './control.ts'
import { type EarsOrder, earsOrderSchema, type EarsReport } from './messages.ts'
import { earsKit } from './parts.ts'

type Report = (what: EarsReport) => void

/** One pair of ears, driven by a control socket. */
export class EarsProbe extends DurableObject {
  #ears: Ears | null = null

  override async fetch(): Promise<Response> {
    return controlSocket<EarsOrder, EarsReport>(earsOrderSchema, (order, report) =>
      this.#obey(order, report),
    )
  }

  #obey(order: EarsOrder, report: Report): void {
    switch (order.do) {
      case 'create':
        return this.#create(order, report)
      case 'hear':
        for (const payload of order.payloads) this.#ears?.hear(payload)
        return
      case 'commit':
        return this.#ears?.commit()
      case 'close':
        return this.#ears?.close()
      case 'sync':
        return report({ report: 'synced', number: order.number })
    }
  }

  #create(order: Extract<EarsOrder, { do: 'create' }>, report: Report): void {
    const { traits, ...kit } = earsKit(order.settings, order.vad)
    const accounts = { ...NO_ACCOUNTS, ...order.accounts }
    report({
      report: 'created',
      traits,
      missing: kit.missing(accounts),
      missingWithoutAccounts: kit.missing(NO_ACCOUNTS),
    })
    this.#ears = kit.create(accounts, {
      happened: (event) => report({ report: 'event', event }),
      unreadable: () => report({ report: 'unreadable' }),
    })
  }
}
