import {
  CallerMessages,
  newStreamSid,
  readServerMessage,
} from '../../../dashboard/features/test-call/streamProtocol.ts'
import type { Dialect } from './StreamDevice.ts'

/** The protocol as the dashboard's own phone speaks it. Its clock is the count of its frames. */
export function browserDialect(): Dialect {
  let messages = new CallerMessages({ streamSid: newStreamSid(), callSid: '', token: '' })
  return {
    start(callSid, token) {
      messages = new CallerMessages({ streamSid: newStreamSid(), callSid, token })
      return [messages.connected(), messages.start()]
    },
    media: (payload) => messages.media(payload),
    dtmf: (digit) => messages.dtmf(digit),
    mark: (name) => messages.mark(name),
    stop: () => messages.stop(),
    read(text) {
      const message = readServerMessage(text)
      switch (message?.event) {
        case 'media':
          return { kind: 'audio', payload: message.media.payload }
        case 'mark':
          return { kind: 'mark', name: message.mark.name }
        case 'clear':
          return { kind: 'clear' }
        case undefined:
          throw new Error(`The phone does not understand ${text}`)
      }
    },
  }
}
