import * as z from 'zod'
import type { PersonEffect, PersonEvent } from '../../call/events.ts'
import type { PersonDesk } from '../../call/ports.ts'
import { sentencesIn } from '../../call/prompts/index.ts'
import { logFailure } from '../../lib/log.ts'
import { whyNotRung } from '../whyNotRung.ts'
import { hasFailed, insist, wasTooMuch } from './insist.ts'
import { type Line, personForm } from './personForm.ts'
import {
  askTwilioApi,
  type TwilioAccount,
  type TwilioForm,
  TwilioRefusal,
  whyRefused,
} from './rest.ts'
import { addressesOf, resumeUrl, roomName } from './rooms.ts'
import { meetIn, sayAndHangUp } from './twiml.ts'

const ringingSchema = z.object({ sid: z.string() })
const changedSchema = z.object({ status: z.string() })

/** Rings persons by Twilio's REST API, and moves callers by it. https://www.twilio.com/docs/voice/api/call-resource */
export function personDesk(account: TwilioAccount, line: Line): PersonDesk {
  return {
    by: 'rings',
    perform(effect, legId, happened) {
      switch (effect.type) {
        case 'person.call':
          return void ring(account, line, effect, happened)
        case 'person.move_caller':
          return void moveCaller(account, line, effect.attempt, happened)
        case 'person.let_go':
          if (legId !== null) void letGo(account, line, effect, legId)
          return
        case 'person.bring_back':
          return void bringBack(account, line)
        // Twilio rings persons: nothing of this kind is asked of it.
        case 'person.refer':
          return
      }
    },
  }
}

type Happened = (event: PersonEvent) => void

/** An answer that is lost leaves a leg that nobody knows: its callbacks name it when they come. */
async function ring(
  account: TwilioAccount,
  line: Line,
  { attempt, to, confirmed }: Extract<PersonEffect, { type: 'person.call' }>,
  happened: Happened,
): Promise<void> {
  try {
    const why = await whyNotRung(to.target, {
      ...line,
      confirmed: confirmed === true,
    })
    const form = why === null ? personForm(line, attempt, to) : why.sentence
    if (typeof form === 'string') {
      return happened({ type: 'person.not_called', attempt, detail: form })
    }
    const ask = () => askTwilioApi(account, '/Calls.json', ringingSchema, form)
    const { sid } = await insist(ask, wasTooMuch)
    happened({ type: 'person.called', attempt, legId: sid })
  } catch (error) {
    logRefusal('A person could not be called.', line, error)
    happened({ type: 'person.not_called', attempt, detail: whyRefused(error) })
  }
}

async function moveCaller(
  account: TwilioAccount,
  { callSid, publicUrl }: Line,
  attempt: number,
  happened: Happened,
): Promise<void> {
  try {
    const room = meetIn({
      name: roomName({ callSid, attempt }),
      statusUrl: addressesOf({ callSid, attempt, publicUrl }).room,
      afterUrl: resumeUrl(publicUrl, attempt),
    })
    const form = { Twiml: String(await room) }
    await insist(() => change(account, callSid, form), wasTooMuch)
  } catch (error) {
    logRefusal('A caller could not be moved.', { callSid }, error)
    happened({ type: 'person.not_reached', attempt, detail: whyRefused(error) })
  }
}

/**
 * One who is still rung is not rung any more. Twilio leaves a leg that was picked up as it is then, by a
 * refusal or without a word; that one is told, and hung up.
 */
async function letGo(
  account: TwilioAccount,
  { callSid, locale }: Line,
  { silently }: Extract<PersonEffect, { type: 'person.let_go' }>,
  legId: string,
): Promise<void> {
  try {
    const status = await unlessOver(account, legId, { Status: 'canceled' })
    if (status !== 'in-progress' && status !== NOT_IN_THAT_STATE) return
    const sentence = sentencesIn(locale).callerGone
    const words = silently ? null : String(await sayAndHangUp({ sentence, locale }))
    const form = words === null ? { Status: 'completed' } : { Twiml: words }
    await unlessOver(account, legId, form)
  } catch (error) {
    logRefusal('A person could not be let go.', { callSid }, error)
  }
}

async function bringBack(account: TwilioAccount, { callSid, publicUrl }: Line): Promise<void> {
  try {
    await unlessOver(account, callSid, { Url: resumeUrl(publicUrl), Method: 'POST' })
  } catch (error) {
    logRefusal('A caller could not be brought back.', { callSid }, error)
  }
}

async function change(account: TwilioAccount, callSid: string, form: TwilioForm): Promise<string> {
  return (await askTwilioApi(account, `/Calls/${callSid}.json`, changedSchema, form)).status
}

const NOT_IN_THAT_STATE = 'not-in-that-state'

/** “Invalid call state”: it is over, or not yet what the change needs. https://www.twilio.com/docs/api/errors/21220 */
const INVALID_STATE = 21_220

/**
 * A change that may be made twice, and is asked for again when it fails: somebody would wait alone. A call
 * that is over already needs none; `null`: it is gone.
 */
async function unlessOver(
  account: TwilioAccount,
  callSid: string,
  form: TwilioForm,
): Promise<string | null> {
  try {
    return await insist(() => change(account, callSid, form), hasFailed)
  } catch (error) {
    if (!(error instanceof TwilioRefusal)) throw error
    if (error.status === 404) return null
    if (error.code === INVALID_STATE) return NOT_IN_THAT_STATE
    throw error
  }
}

function logRefusal(what: string, { callSid }: Pick<Line, 'callSid'>, error: unknown): void {
  const code = error instanceof TwilioRefusal ? error.code : null
  logFailure(what, { callSid, code: String(code) }, error)
}
