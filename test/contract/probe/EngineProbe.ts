import { DurableObject } from 'cloudflare:workers'
import type { DirectLine, Engine } from '../../../worker/call/ports.ts'
import { directKit, engineKit } from '../../../worker/engines/index.ts'
import { NOWHERE } from '../../fixtures/callBrief.ts'
import { NO_ACCOUNTS } from '../engine/rig.ts'
import {
  type EngineOrder,
  engineOrderSchema,
  type EngineReport,
  type EngineStep,
} from './messages.ts'

/** One engine, driven by a control socket. */
export class EngineProbe extends DurableObject {
  #engine: Engine | null = null

  override async fetch(): Promise<Response> {
    const { 0: client, 1: control } = new WebSocketPair()
    control.accept()
    const report = (what: EngineReport): void => control.send(JSON.stringify(what))
    control.addEventListener('message', ({ data }) => {
      try {
        this.#obey(engineOrderSchema.parse(JSON.parse(String(data))), report)
      } catch (error) {
        report({ report: 'threw', what: String(error) })
      }
    })
    return new Response(null, { status: 101, webSocket: client })
  }

  #obey(order: EngineOrder, report: (what: EngineReport) => void): void {
    switch (order.do) {
      case 'create':
        return this.#create(order, report)
      case 'steps':
        for (const step of order.steps) this.#take(step)
        return
      case 'sync':
        return report({ report: 'synced', number: order.number })
    }
  }

  #create(
    { brief: { settings, ...plain }, accounts: own, legId }: Extract<EngineOrder, { do: 'create' }>,
    report: (what: EngineReport) => void,
  ): void {
    const kit = legId === null ? engineKit(settings) : directKit(settings)
    const accounts = { ...NO_ACCOUNTS, ...own }
    const direct = legId === null ? null : lineOf(legId)
    const brief = { ...plain, direct, outside: NOWHERE, callerHash: async () => 'a-caller' }
    report({
      report: 'created',
      traits: kit.traits(brief),
      missing: kit.missing(accounts),
      missingWithoutAccounts: kit.missing(NO_ACCOUNTS),
    })
    this.#engine = kit.create(brief, accounts, {
      happened: (event) => report({ report: 'event', event }),
      lineHappened: (event) => report({ report: 'line', event }),
      unreadable: () => report({ report: 'unreadable' }),
    })
  }

  #take(step: EngineStep): void {
    if (!this.#engine) throw new Error('There is no engine yet.')
    if ('perform' in step) return this.#engine.perform(step.perform)
    for (const payload of step.hear) this.#engine.hear(payload)
  }
}

/** A line that nobody has answered yet. */
function lineOf(legId: string): DirectLine {
  let isTaken = false
  return {
    legId,
    get isTaken() {
      return isTaken
    },
    taken: () => void (isTaken = true),
  }
}
