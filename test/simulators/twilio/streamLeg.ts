/**
 * `<Connect><Stream>`: checks the noun, opens the WebSocket, and stays until the stream is over.
 * https://www.twilio.com/docs/voice/twiml/stream
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallSetup } from './callSetup.ts'
import type { CallerVoice } from './callerVoice.ts'
import { MediaStream, type StreamSink } from './mediaStream.ts'
import { openSocket } from './openStream.ts'
import type { PhoneCall, StreamFacts } from './phoneCall.ts'
import { newSid } from './sid.ts'
import { twilioSignature } from './signature.ts'
import type { StreamNoun } from './twiml.ts'
import { TwilioError, WARNING_CODES } from './warnings.ts'
import { reachable, sendWebhook, type Customer } from './webhooks.ts'

/** Resolves when the stream has ended or was aborted. @throws TwilioError when it cannot be opened. */
export async function runStream(
  call: PhoneCall,
  setup: CallSetup,
  voice: CallerVoice,
  noun: StreamNoun,
  signal: AbortSignal,
): Promise<void> {
  const streamSid = newSid('MZ')
  const report = streamReporter(call, setup.customer, noun, streamSid)
  try {
    const url = checkStream(noun, setup.customer)
    await sleep(setup.streamOpenDelayMs ?? 0, undefined, { signal })
    const target = reachable(setup.customer, new URL(url)).href
    const signature = twilioSignature(setup.customer.authToken, url)
    const headers = { 'x-twilio-signature': signature, 'user-agent': 'Twilio.TmeWs/1.0' }
    const socket = await openSocket(target, headers, signal)
    const facts: StreamFacts = {
      streamSid,
      url,
      customParameters: noun.customParameters,
      startedAt: performance.now(),
      firstAudioAt: null,
      endedAt: null,
      end: null,
      media: new MediaStream(
        socket,
        {
          identity: { accountSid: setup.accountSid, callSid: call.callSid, streamSid },
          customParameters: noun.customParameters,
          dtx: setup.dtx ?? false,
          capture: setup.capture ?? true,
          network: setup.network,
          line: setup.line,
        },
        voice,
        streamSink(call),
      ),
    }
    call.streams.push(facts)
    report('stream-started')
    call.emit('streamStarted', facts.startedAt)
    await untilOver(call, facts, signal)
    report('stream-stopped')
  } catch (error) {
    if (signal.aborted) return
    if (error instanceof TwilioError) report('stream-error', error.message)
    throw error
  }
}

async function untilOver(call: PhoneCall, facts: StreamFacts, signal: AbortSignal) {
  const stop = () => facts.media.stop()
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  facts.end = await facts.media.closed
  signal.removeEventListener('abort', stop)
  facts.endedAt = performance.now()
  call.emit('streamEnded', facts.endedAt)
}

/** The URL as Twilio connects to it and signs it. @throws TwilioError */
function checkStream(noun: StreamNoun, customer: Customer): string {
  // Twilio drops query strings without a word: parameters belong into <Parameter>.
  const url = noun.url.replace(/[?#].*$/, '')
  if (!URL.canParse(url)) {
    throw new TwilioError(WARNING_CODES.streamUrl, `“${noun.url}” is no URL.`)
  }
  const { protocol } = new URL(url)
  const isLocal = new URL(customer.publicUrl).protocol === 'http:'
  if (protocol !== 'wss:' && !(isLocal && protocol === 'ws:')) {
    throw new TwilioError(WARNING_CODES.streamScheme, `The stream's URL must be wss: ${url}`)
  }
  if (noun.track !== 'inbound_track') {
    throw new TwilioError(WARNING_CODES.streamTrack, `<Connect> cannot stream ${noun.track}.`)
  }
  return url
}

function streamSink(call: PhoneCall): StreamSink {
  return {
    agentAudio: (payload, at) => {
      const stream = call.stream
      if (stream) stream.firstAudioAt ??= at
      call.emit('agentAudio', payload, at)
    },
    agentSpeaking: (at) => call.emit('agentSpeaking', at),
    agentQuiet: (at) => call.emit('agentQuiet', at),
    cleared: (facts) => {
      call.clears.push(facts)
      call.emit('cleared', facts)
    },
    markEchoed: (name, at) => call.emit('markEchoed', name, at),
    callerFrame: (payload, at) => call.emit('callerFrame', payload, at),
    warn: (code, message) => call.warn(code, message),
  }
}

/** Sends the stream's own status callbacks, where the noun asks for them. */
function streamReporter(call: PhoneCall, customer: Customer, noun: StreamNoun, streamSid: string) {
  let sent: Promise<unknown> = Promise.resolve()
  return (event: 'stream-started' | 'stream-stopped' | 'stream-error', error?: string): void => {
    if (noun.statusCallback === undefined) return
    const url = new URL(noun.statusCallback, customer.publicUrl).href
    const { AccountSid = '' } = call.fields()
    const params = {
      AccountSid,
      CallSid: call.callSid,
      StreamSid: streamSid,
      StreamName: noun.name ?? streamSid,
      StreamEvent: event,
      Timestamp: new Date().toISOString(),
      ...(error === undefined ? {} : { StreamError: error }),
    }
    sent = sent.then(() => sendWebhook(customer, { url, method: 'POST', params }))
  }
}
