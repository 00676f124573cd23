/** A phone that calls the connector of a simulator in another process. */
import { WebSocket } from 'ws'
import { lineMessageSchema, PHONE_PATH, type PhoneMessage } from './remoteLine.ts'
import { SipPhone } from './SipPhone.ts'

export interface RemoteCall {
  phone: SipPhone
  /** OpenAI's id of the call. Rejects, as all here does, when the simulator cannot be reached. */
  callId: Promise<string>
  /** The final answer to the INVITE; 487: the call ended before. */
  decided: Promise<number>
  ended: Promise<void>
}

/** `simulator`: the origin of the simulated OpenAI. */
export function callSimulator(simulator: string, to: string, from: string): RemoteCall {
  const address = new URL(PHONE_PATH, simulator.replace(/^http/, 'ws'))
  address.search = new URLSearchParams({ to, from }).toString()
  const socket = new WebSocket(address)
  const phone = new SipPhone()
  const tell = (message: PhoneMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  phone.line.over.addEventListener('abort', () => socket.close(1000), { once: true })
  phone.line.onKey((digit) => tell({ type: 'key', digit }))
  const placed = Promise.withResolvers<string>()
  const decided = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  // Whoever looks at one of them learns of it.
  for (const one of [placed, decided]) one.promise.catch(() => {})
  const answered = (status: number): void => {
    if (status === 200) phone.line.onAudio((audio) => socket.send(audio))
    decided.resolve(status)
  }
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return void phone.line.say(data).then(() => tell({ type: 'played' }))
    const message = lineMessageSchema.parse(JSON.parse(data.toString()))
    switch (message.type) {
      case 'placed':
        return placed.resolve(message.callId)
      case 'decided':
        return answered(message.status)
      case 'fall_silent':
        return phone.line.fallSilent()
      case 'refer':
        return void phone.line.refer(message.target).then((status) => {
          tell({ type: 'referred', status })
        })
    }
  })
  socket.on('error', (error) => {
    placed.reject(error)
    decided.reject(error)
  })
  socket.on('close', () => {
    phone.line.bye()
    decided.resolve(487)
    ended.resolve()
  })
  return { phone, callId: placed.promise, decided: decided.promise, ended: ended.promise }
}
