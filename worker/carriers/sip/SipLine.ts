import type { OpenAiAccount } from '../../accounts.ts'
import type { CarrierEffect } from '../../call/events.ts'
import type { Carrier, DirectLine } from '../../call/ports.ts'
import { actOnCall, type CallAct } from '../../engines/sip/calls.ts'
import { logWarning } from '../../lib/log.ts'

/** Waits before the end of a call is asked for again, in ms. */
const AGAIN_AFTER = [500, 2_000, 8_000]

/**
 * The caller's leg of a SIP call at OpenAI. Nothing can be played there by us; it can be let go, and what
 * happens on it is told to the engine.
 */
export class SipLine implements Carrier {
  readonly #account: OpenAiAccount
  readonly #line: DirectLine

  constructor(account: OpenAiAccount, line: DirectLine) {
    this.#account = account
    this.#line = line
  }

  perform(effect: CarrierEffect): void {
    if (effect.type === 'carrier.release') this.close()
  }

  close(): void {
    const { legId, isTaken } = this.#line
    if (legId === '') return
    const act: CallAct = isTaken
      ? { do: 'hangup' }
      : // Nobody can answer it, though somebody should have.
        { do: 'reject', with: { status_code: 503 } }
    void letGo(this.#account, legId, act)
  }
}

async function letGo(account: OpenAiAccount, legId: string, act: CallAct): Promise<void> {
  let refused = await actOnCall(account, legId, act)
  for (const ms of AGAIN_AFTER) {
    if (!refused?.again) break
    await wait(ms)
    refused = await actOnCall(account, legId, act)
  }
  if (refused && !refused.isGone) {
    logWarning('A SIP call was not let go.', { legId, why: refused.cause })
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
