/** What the model is to get wrong, kept until its time has come. */
import type { ModelFault, OddResponse, ResponseFailure } from './faults.ts'
import type { AudioFormat } from './sessionConfig.ts'
import { ClientError } from './wireErrors.ts'

const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!'

export class ModelFaults {
  /** What the model speaks in, whatever was asked for. */
  otherFormat: AudioFormat['type'] | null = null
  /** Whether an update of the settings is confirmed. */
  confirms = true
  readonly #failures: ResponseFailure[] = []
  readonly #refusals: ClientError[] = []
  readonly #oddities: OddResponse[] = []
  readonly #transcriptions: ResponseFailure[] = []
  readonly #transcripts: string[] = []
  #limitedUntil = 0

  plan(fault: ModelFault): void {
    switch (fault.kind) {
      case 'fail_response':
        return void this.#failures.push({
          type: fault.errorType ?? 'server_error',
          code: fault.code ?? 'server_error',
          message: fault.message ?? SERVER_ERROR,
        })
      case 'refuse_response':
        return this.#planRefusals(fault)
      case 'rate_limit':
        this.#limitedUntil = performance.now() + fault.forMs
        return
      case 'odd_response':
        return void this.#oddities.push(fault.how)
      case 'fail_transcription':
        return void this.#transcriptions.push({
          type: 'server_error',
          code: fault.code ?? 'audio_unintelligible',
          message: fault.message ?? 'The audio could not be transcribed.',
        })
      case 'transcript':
        return void this.#transcripts.push(fault.text)
      case 'unconfirmed':
        this.confirms = false
        return
      case 'other_format':
        this.otherFormat = fault.format
    }
  }

  /** Why the request that has come now is refused, if it is. */
  takeRefusal(): ClientError | null {
    return this.#refusals.shift() ?? null
  }

  /** How the response that begins now has to end, if it has to fail. */
  takeFailure(): ResponseFailure | null {
    const waitMs = this.#limitedUntil - performance.now()
    return waitMs > 0 ? rateLimited(waitMs) : (this.#failures.shift() ?? null)
  }

  takeOddity(): OddResponse {
    return this.#oddities.shift() ?? {}
  }

  takeTranscriptionFailure(): ResponseFailure | null {
    return this.#transcriptions.shift() ?? null
  }

  takeTranscript(): string | null {
    return this.#transcripts.shift() ?? null
  }

  #planRefusals(fault: Extract<ModelFault, { kind: 'refuse_response' }>): void {
    const { code = null, message = SERVER_ERROR, errorType = 'server_error', times = 1 } = fault
    for (let n = 0; n < times; n++) {
      this.#refusals.push(new ClientError(code, message, null, errorType))
    }
  }
}

function rateLimited(waitMs: number): ResponseFailure {
  const message =
    'Rate limit reached for this model on tokens per min (TPM): Limit 40000, Used 39900, ' +
    `Requested 900. Please try again in ${(waitMs / 1000).toFixed(3)}s.`
  return { type: 'tokens', code: 'rate_limit_exceeded', message }
}
