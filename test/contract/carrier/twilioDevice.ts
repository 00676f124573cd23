import {
  CONNECTED,
  dtmfMessage,
  markMessage,
  mediaMessage,
  readCustomerMessage,
  startMessage,
  stopMessage,
} from '../../simulators/twilio/streamMessages.ts'
import { newSid } from '../../simulators/twilio/sid.ts'
import type { Dialect } from './StreamDevice.ts'

/** As Twilio's documents have it. */
export function twilioDialect(): Dialect {
  const streamSid = newSid('MZ')
  const accountSid = newSid('AC')
  let identity = { accountSid, callSid: '', streamSid }
  let sequence = 0
  const next = (): number => (sequence += 1)
  return {
    start(callSid, token) {
      identity = { accountSid, callSid, streamSid }
      return [CONNECTED, startMessage(identity, next(), { token })]
    },
    media: (payload, atMs) => mediaMessage(streamSid, next(), sequence, atMs, payload),
    dtmf: (digit) => dtmfMessage(streamSid, next(), digit),
    mark: (name) => markMessage(streamSid, next(), name),
    stop: () => stopMessage(identity, next()),
    read(text) {
      const { message, complaint } = readCustomerMessage(text)
      if (!message || complaint) throw new Error(complaint?.text)
      if (message.streamSid !== streamSid) throw new Error('This is another stream’s message.')
      switch (message.event) {
        case 'media':
          return { kind: 'audio', payload: message.media.payload }
        case 'mark':
          return { kind: 'mark', name: message.mark.name }
        case 'clear':
          return { kind: 'clear' }
      }
    },
  }
}
