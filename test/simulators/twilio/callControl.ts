/** What each TwiML verb does to a simulated call. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallSetup } from './callOptions.ts'
import type { CallerVoice } from './callerVoice.ts'
import { loadDocument, type DocumentHost } from './documents.ts'
import type { PhoneCall } from './phoneCall.ts'
import { newSid } from './sid.ts'
import { runStream } from './streamLeg.ts'
import type { CallControl } from './twimlRunner.ts'
import { TwilioError } from './warnings.ts'

/** What a caller hears when neither the webhook nor its fallback works. */
export const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.'

export function callControl(
  call: PhoneCall,
  setup: CallSetup,
  voice: CallerVoice,
  onAnswered: () => void,
): CallControl {
  const host = documentHost(call, setup)
  return {
    async load(source, signal) {
      const document = await loadDocument(host, source, signal)
      if (!document && !signal.aborted) say(call, APPLICATION_ERROR)
      return document
    },
    fields: () => call.fields(),
    answer: () => {
      if (call.status !== 'ringing') return
      call.status = 'in-progress'
      call.answeredAt = performance.now()
      onAnswered()
    },
    reject: (reason) => {
      call.status = reason === 'busy' ? 'busy' : 'no-answer'
    },
    say: (text) => say(call, text),
    play: (url) => {
      call.playedUrls.push(url)
    },
    dial: (number, signal) => dial(call, setup, number, signal),
    async connect(stream, signal) {
      try {
        await runStream(call, setup, voice, stream, signal)
      } catch (error) {
        if (!(error instanceof TwilioError)) throw error
        // The call goes on with the next verb.
        call.warn(error.code, error.message)
      }
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

function say(call: PhoneCall, text: string): void {
  call.said.push(text)
  call.emit('said', text)
}

async function dial(
  call: PhoneCall,
  setup: CallSetup,
  number: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const outcome = setup.dial?.(number) ?? { status: 'completed' }
  call.dialed.push({ number, outcome })
  call.emit('dialed', number)
  const durationMs = outcome.durationMs ?? 0
  await sleep(durationMs, undefined, { signal }).catch(() => undefined)
  return {
    DialCallSid: newSid('CA'),
    DialCallStatus: outcome.status,
    DialCallDuration: String(Math.round(durationMs / 1000)),
  }
}
