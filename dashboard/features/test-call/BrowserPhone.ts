import { type TestCall, testCallSchema } from '../../../convex/model/api.ts'
import { MULAW_SILENCE } from '../../../worker/lib/audio/mulaw.ts'
import { apiRequest } from '../../lib/api.ts'
import { problemOf } from '../../lib/problem.ts'
import { AudioLine } from './AudioLine.ts'
import { fromBase64, toBase64 } from './audio/base64.ts'
import { FRAME_SAMPLES } from './audio/FrameCutter.ts'
import { levelOf } from './audio/level.ts'
import { fromPhone, toPhone } from './audio/phoneSamples.ts'
import type { Phone } from './currentPhone.ts'
import { Level } from './Level.ts'
import { MicrophoneError, openMicrophone } from './microphone.ts'
import type { PhoneState } from './phoneState.ts'
import { CallerMessages, type Digit, newStreamSid, readServerMessage } from './streamProtocol.ts'

const SILENCE = toBase64(new Uint8Array(FRAME_SAMPLES).fill(MULAW_SILENCE))

/** The parts of a call that goes on, each to be closed at its end. */
interface Connection {
  line: AudioLine
  socket: WebSocket
  messages: CallerMessages
  callSid: string
}

/** A phone in the page: one call at a time, over the same stream as a call by Twilio. */
export class BrowserPhone implements Phone {
  readonly microphoneLevel = new Level()
  readonly agentLevel = new Level()
  readonly #onState: (state: PhoneState) => void
  #state: PhoneState = { phase: 'idle' }
  #connection: Connection | null = null

  constructor(onState: (state: PhoneState) => void) {
    this.#onState = onState
  }

  /** Rings the agent. What goes wrong becomes the phone's state. */
  async call(agentId: string): Promise<void> {
    let microphone: MediaStream | null = null
    try {
      this.#become({ phase: 'asking-microphone' })
      microphone = await openMicrophone()
      this.#become({ phase: 'connecting' })
      const body = { agentId }
      const ringing = await apiRequest('/api/test-calls', testCallSchema, { method: 'POST', body })
      await this.#connect(microphone, ringing)
    } catch (error) {
      for (const track of microphone?.getTracks() ?? []) track.stop()
      if (error instanceof MicrophoneError) {
        return this.#become({ phase: 'no-microphone', trouble: error.trouble })
      }
      this.#become({ phase: 'failed', message: problemOf(error).message })
    }
  }

  press(digit: Digit): void {
    const connection = this.#connection
    if (connection) connection.socket.send(connection.messages.dtmf(digit))
  }

  /** While muted, silence is sent: the line stays open. */
  mute(muted: boolean): void {
    if (this.#state.phase === 'talking') this.#become({ ...this.#state, muted })
  }

  hangUp(): void {
    const connection = this.#connection
    if (!connection) return
    const { socket, messages } = connection
    if (socket.readyState === WebSocket.OPEN) socket.send(messages.stop())
    this.#end(connection)
  }

  async #connect(microphone: MediaStream, { callSid, streamPath, token }: TestCall): Promise<void> {
    const messages = new CallerMessages({ streamSid: newStreamSid(), callSid, token })
    const line = await AudioLine.open(microphone, {
      onFrame: (samples) => this.#sendFrame(samples),
      onMarks: (names) => this.#echo(names),
      onPlayedLevel: (level) => this.agentLevel.set(level),
    })
    const socket = new WebSocket(socketUrl(streamPath))
    const connection: Connection = { line, socket, messages, callSid }
    this.#connection = connection
    socket.addEventListener('open', () => {
      socket.send(messages.connected())
      socket.send(messages.start())
      this.#become({ phase: 'talking', callSid, since: Date.now(), muted: false })
    })
    socket.addEventListener('message', ({ data }) => this.#receive(line, String(data)))
    socket.addEventListener('close', ({ code }) => this.#end(connection, code))
  }

  #sendFrame(samples: Float32Array): void {
    const { socket, messages } = this.#connection ?? {}
    if (!messages || socket?.readyState !== WebSocket.OPEN) return
    const muted = this.#state.phase === 'talking' && this.#state.muted
    this.microphoneLevel.set(muted ? 0 : levelOf(samples))
    socket.send(messages.media(muted ? SILENCE : toBase64(toPhone(samples))))
  }

  #receive(line: AudioLine, text: string): void {
    const message = readServerMessage(text)
    switch (message?.event) {
      case 'media':
        return line.play(fromPhone(fromBase64(message.media.payload)))
      case 'mark':
        return line.mark(message.mark.name)
      case 'clear':
        return line.clear()
      case undefined:
    }
  }

  #echo(names: string[]): void {
    const { socket, messages } = this.#connection ?? {}
    if (!messages || socket?.readyState !== WebSocket.OPEN) return
    for (const name of names) socket.send(messages.mark(name))
  }

  #end(connection: Connection, code?: number): void {
    if (this.#connection !== connection) return
    this.#connection = null
    connection.line.close()
    connection.socket.close(1000)
    this.microphoneLevel.set(0)
    this.agentLevel.set(0)
    if (this.#state.phase === 'connecting') {
      const message = `The call could not be connected (code ${code ?? 'unknown'}). Try again.`
      return this.#become({ phase: 'failed', message })
    }
    this.#become({ phase: 'ended', callSid: connection.callSid })
  }

  #become(state: PhoneState): void {
    this.#state = state
    this.#onState(state)
  }
}

function socketUrl(path: string): URL {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url
}
