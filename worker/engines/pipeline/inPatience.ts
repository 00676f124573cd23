import { inTime } from '../../lib/inTime.ts'

/**
 * Reads what somebody produces for as long as each next piece comes in time. However it ends, the producer
 * is told to stop.
 */
export async function* inPatience<T>(
  produce: (stop: AbortSignal) => AsyncIterable<T>,
  signal: AbortSignal,
  { ms, late }: { ms: number; late: () => Error },
): AsyncGenerator<T> {
  const work = new AbortController()
  const stop = (): void => work.abort(signal.reason)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const pieces = produce(work.signal)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await inTime(pieces.next(), ms, late)
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', stop)
    work.abort()
    // A producer that does not settle any more must not keep who waits for it.
    pieces.return?.().then(undefined, () => {})
  }
}
