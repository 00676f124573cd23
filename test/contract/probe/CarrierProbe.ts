import { DurableObject } from 'cloudflare:workers'
import type { Carrier } from '../../../worker/call/ports.ts'
import { carrierNamed } from '../../../worker/carriers/index.ts'
import type { CarrierModule } from '../../../worker/carriers/module.ts'
import { type CarrierOrder, carrierOrderSchema, type CarrierReport } from './messages.ts'

/** One carrier, driven by a control socket; the caller's stream comes in beside it. */
export class CarrierProbe extends DurableObject {
  #module: CarrierModule | null = null
  #admits = true
  #carrier: Carrier | null = null
  #report: (what: CarrierReport) => void = () => {}

  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair()
    if (new URL(request.url).pathname.startsWith('/stream/')) this.#connect(server)
    else this.#control(server)
    return new Response(null, { status: 101, webSocket: client })
  }

  #connect(stream: WebSocket): void {
    const report = this.#report
    const carrier = this.#module?.connect(stream, {
      admit: (start) => {
        report({ report: 'asked', ...start })
        return this.#admits
      },
      hear: (payload) => report({ report: 'heard', payload }),
      happened: (event) => report({ report: 'event', event }),
      unreadable: () => report({ report: 'unreadable' }),
    })
    this.#carrier = carrier ?? null
  }

  #control(control: WebSocket): void {
    control.accept()
    this.#report = (what) => control.send(JSON.stringify(what))
    control.addEventListener('message', ({ data }) => {
      try {
        this.#obey(carrierOrderSchema.parse(JSON.parse(String(data))))
      } catch (error) {
        this.#report({ report: 'threw', what: String(error) })
      }
    })
  }

  #obey(order: CarrierOrder): void {
    switch (order.do) {
      case 'expect':
        this.#module = carrierNamed(order.name)
        this.#admits = order.admits
        return
      case 'perform':
        for (const effect of order.effects) this.#carrier?.perform(effect)
        return
      case 'close':
        return this.#carrier?.close(order.code, order.reason)
      case 'sync':
        return this.#report({ report: 'synced', number: order.number })
    }
  }
}
