/** What each TwiML verb does to a simulated call. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallSetup } from './callSetup.ts'
import type { CallerVoice } from './callerVoice.ts'
import { dial } from './dial.ts'
import { loadDocument, type DocumentHost } from './documents.ts'
import { type Ear, spokenByTwilio } from './ear.ts'
import { gather } from './gather.ts'
import type { PhoneCall } from './phoneCall.ts'
import { runStream } from './streamLeg.ts'
import type { Prompt } from './twiml.ts'
import type { CallControl } from './twimlRunner.ts'
import { TwilioError } from './warnings.ts'
import { sendWebhook } from './webhooks.ts'

/** What a caller hears when neither the webhook nor its fallback works. */
export const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.'

export function callControl(
  call: PhoneCall,
  setup: CallSetup,
  voice: CallerVoice,
  ear: Ear,
): CallControl {
  const host = documentHost(call, setup)
  const { secondMs, quirks } = setup.exchange
  const play = player(call, setup, ear)
  return {
    async load(source, signal) {
      const document = await loadDocument(host, source, signal)
      if (!document && !signal.aborted) await play({ verb: 'Say', text: APPLICATION_ERROR }, signal)
      return document
    },
    ask: async (request) => host.record(await sendWebhook(setup.customer, request)),
    fields: () => call.fields(),
    answer: () => call.answer(),
    reject: (reason) => {
      call.status = reason === 'busy' ? 'busy' : 'no-answer'
    },
    play,
    gather: (verb, signal) => gather(call, verb, play, secondMs, signal),
    dial: (verb, baseUrl, signal) => dial(call, setup, verb, baseUrl, signal),
    async connect(stream, signal) {
      try {
        await runStream(call, setup, voice, stream, signal)
      } catch (error) {
        if (!(error instanceof TwilioError)) throw error
        // The call goes on with the next verb.
        call.warn(error.code, error.message)
      }
    },
    afterBrokenDial(why) {
      if (why === 'stopped') return quirks.actionAfterHangUp ? 'ask' : 'ignore'
      return quirks.modifiedDialRuns === 'action' ? 'obey' : 'ask'
    },
  }
}

function documentHost(call: PhoneCall, setup: CallSetup): DocumentHost {
  const { customer, fallbackUrl = '/twilio/fallback' } = setup
  return {
    customer,
    fallbackUrl: fallbackUrl === null ? null : new URL(fallbackUrl, customer.publicUrl).href,
    record: (exchange) => {
      call.requests.push(exchange)
      call.emit('request', exchange)
    },
    warn: (code, message) => call.warn(code, message),
  }
}

function player(call: PhoneCall, { exchange }: CallSetup, ear: Ear) {
  return async (prompt: Prompt, signal: AbortSignal): Promise<void> => {
    switch (prompt.verb) {
      case 'Say':
        call.said.push(prompt.text)
        call.emit('said', prompt.text)
        if (exchange.speech === 'spoken') await ear.listen(spokenByTwilio(prompt.text), signal)
        break
      case 'Play':
        call.playedUrls.push(prompt.url)
        break
      case 'PlayDigits':
        call.playedDigits.push(prompt.digits)
        for (const digit of prompt.digits.replaceAll(/w/gi, '')) call.hearKey(digit)
        break
      case 'Pause': {
        const ms = prompt.lengthSec * exchange.secondMs
        await sleep(ms, undefined, { signal }).catch(() => undefined)
        break
      }
      default:
        prompt satisfies never
    }
  }
}
