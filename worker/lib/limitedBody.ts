import { PlainError } from './PlainError.ts'

interface Limits {
  /** Whose body it is, for sentences. */
  host: string
  maxBytes: number
  /** Aborting cancels the body. */
  signal: AbortSignal | undefined
}

export const tooLong = ({ host, maxBytes }: Omit<Limits, 'signal'>): PlainError =>
  new PlainError(`${host} answered with more than ${maxBytes.toLocaleString('en')} bytes.`)

/** A body that ends in an error where it is too long or breaks off, and is cancelled wherever it ends early. */
export function limitedBody(
  body: ReadableStream<Uint8Array>,
  limits: Limits,
): ReadableStream<Uint8Array> {
  const { host, signal } = limits
  const reader = body.getReader()
  let left = limits.maxBytes
  let output: ReadableStreamDefaultController<Uint8Array> | null = null

  const end = () => signal?.removeEventListener('abort', abort)
  const giveUp = async (why: unknown) => {
    end()
    // A body that is broken cannot be cancelled, and need not.
    await reader.cancel(why).catch(() => {})
  }
  const fail = (why: unknown) => {
    output?.error(why)
    return giveUp(why)
  }
  const abort = () => void fail(signal?.reason)

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        output = controller
        if (signal?.aborted) abort()
        else signal?.addEventListener('abort', abort, { once: true })
      },
      async pull(controller) {
        const read = await reader.read().catch(() => null)
        if (signal?.aborted) return
        if (read === null) return fail(new PlainError(`${host} broke off its answer.`))
        if (read.done) {
          end()
          controller.close()
          return
        }
        left -= read.value.byteLength
        if (left < 0) return fail(tooLong(limits))
        controller.enqueue(read.value)
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  )
}
