import { callerHeardOverEcho } from '../echo.ts'
import type { CarrierEvent } from '../events.ts'
import { pressKey } from '../keypad.ts'
import { lineHungUp, lineLost, lineOpened, lineQuiet, lineReturns, lineStopped } from '../line.ts'
import { end } from '../phase.ts'
import { voiceLasts } from '../overlap.ts'
import { markPlayed } from '../speech.ts'
import type { CallState, Transition } from '../state.ts'
import { callerMoved } from '../transfer/move.ts'

/** Why a call is turned away that might have been answered. */
export const LINES_BUSY = 'As many calls ran as may run at once.'

/** Something happened on the caller's side. */
export function carrierEvent(state: CallState, event: CarrierEvent, now: number): Transition {
  switch (event.type) {
    case 'carrier.started':
      return lineOpened(state, now)
    case 'carrier.stopped':
      return lineStopped(state, now)
    case 'carrier.lost':
      return lineLost(state, event.detail, now)
    case 'carrier.returns':
      return lineReturns(state, now)
    case 'carrier.moved':
      return callerMoved(state, now)
    case 'carrier.turned_away':
      return end(state, 'lines_busy', LINES_BUSY, now)
    case 'carrier.hung_up':
      return lineHungUp(state, now)
    case 'carrier.failed':
      return end(state, 'carrier_failed', 'The phone network could not carry the call.', now)
    case 'carrier.quiet':
      return lineQuiet(state, event.forMs, now)
    case 'carrier.mark':
      return markPlayed(state, event.name, now)
    case 'carrier.dtmf':
      return pressKey(state, event.digit, now)
    case 'carrier.voice_heard':
      return callerHeardOverEcho(state, now)
    case 'carrier.voice_lasts':
      return voiceLasts(state, now)
  }
}
