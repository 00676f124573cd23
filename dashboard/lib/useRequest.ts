import { useCallback, useEffect, useState } from 'react'
import type * as z from 'zod'
import { apiRequest } from './api.ts'
import { problemOf } from './problem.ts'

export interface Requested<T> {
  /** `undefined` until the first answer; the last one while it is asked again. */
  value: T | undefined
  /** A sentence when the last try failed. */
  problem: string | null
  loading: boolean
  reload: () => void
  /** Takes an answer that came another way, e.g. from a change. */
  setValue: (value: T) => void
}

/** Which question was answered last; any other is still open. */
interface Settled {
  path: string
  round: number
}

/** Asks one of the Worker's routes, and again by `reload`. `schema` must stay the same object. */
export function useRequest<T>(path: string, schema: z.ZodType<T>): Requested<T> {
  const [value, setValue] = useState<T>()
  const [problem, setProblem] = useState<string | null>(null)
  const [settled, setSettled] = useState<Settled | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    const settle = (act: () => void) => {
      if (abort.signal.aborted) return
      act()
      setSettled({ path, round })
    }
    apiRequest(path, schema, { signal: abort.signal }).then(
      (answer) =>
        settle(() => {
          setValue(answer)
          setProblem(null)
        }),
      (error: unknown) => settle(() => setProblem(problemOf(error).message)),
    )
    return () => abort.abort()
  }, [path, schema, round])
  const reload = useCallback(() => setRound((last) => last + 1), [])
  const loading = settled?.path !== path || settled.round !== round
  return { value, problem, loading, reload, setValue }
}
