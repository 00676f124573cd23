/** Puts callers through to a person, as a Worker of a few lines would: by the API, one caller at a time. */
import { SIMULATED_ACCOUNT } from '../local/standIns.ts'

const BRIEFING = 'A caller wants to speak to you. Press 1.'
const ROOM = '<Conference beep="false" waitUrl="" endConferenceOnExit="true"'

interface DeskOptions {
  authToken: string
  losesThePerson?: boolean
}

export class FakeDesk {
  readonly #restUrl: string
  readonly #options: DeskOptions
  readonly #origin: () => string
  #caller: { callSid: string; to: string } | null = null
  #speak: (() => void) | null = null

  /** `origin`: of the Worker's own server. */
  constructor(restUrl: string, options: DeskOptions, origin: () => string) {
    this.#restUrl = restUrl
    this.#options = options
    this.#origin = origin
  }

  /** The caller wants it: once is enough. `speak` tells them that it came to nothing. */
  call(speak: () => void): void {
    if (this.#speak || !this.#caller) return
    this.#speak = speak
    const { to } = this.#caller
    void this.#ask('/Calls.json', {
      To: '+12025550195',
      From: to,
      Url: `${this.#origin()}/person`,
      Timeout: '2',
      StatusCallback: `${this.#origin()}/person/status`,
      MachineDetection: 'Enable',
      AsyncAmd: 'true',
      AsyncAmdStatusCallback: `${this.#origin()}/amd`,
    })
  }

  /** What is told when Twilio asks for this page; `undefined`: it is none of ours. */
  page(path: string, form: Readonly<Record<string, string>>): string | undefined {
    const { CallSid = '', To = '', Digits, StatusCallbackEvent: event } = form
    switch (path) {
      case '/twilio/voice':
        this.#caller = { callSid: CallSid, to: To }
        return undefined
      case '/person':
        return `<Gather numDigits="1" timeout="2" action="/person/key"><Say>${BRIEFING}</Say></Gather>`
      case '/person/key':
        return Digits === '1' && !this.#options.losesThePerson
          ? this.#room(' statusCallback="/room" statusCallbackEvent="join"')
          : ''
      case '/person/status':
        this.#speak?.()
        return ''
      case '/room':
        if (event === 'participant-join' && CallSid !== this.#caller?.callSid) this.#move()
        return ''
      default:
        return undefined
    }
  }

  #move(): void {
    const Twiml = `<Response>${this.#room('')}</Response>`
    void this.#ask(`/Calls/${this.#caller?.callSid}.json`, { Twiml })
  }

  #room(more: string): string {
    return `<Dial>${ROOM}${more}>room</Conference></Dial>`
  }

  async #ask(path: string, form: Record<string, string>): Promise<void> {
    const url = `${this.#restUrl}/2010-04-01/Accounts/${SIMULATED_ACCOUNT}${path}`
    const login = Buffer.from(`${SIMULATED_ACCOUNT}:${this.#options.authToken}`).toString('base64')
    const headers = { authorization: `Basic ${login}` }
    await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) })
  }
}
