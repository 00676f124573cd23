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

/** Asks one of the Worker's routes, and again by `reload`. `schema` must stay the same object. */
export function useRequest<T>(path: string, schema: z.ZodType<T>): Requested<T> {
  const [value, setValue] = useState<T>()
  const [problem, setProblem] = useState<string | null>(null)
  const [loading, setLoading] = useState(true)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    const settle = (act: () => void) => {
      if (abort.signal.aborted) return
      act()
      setLoading(false)
    }
    setLoading(true)
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
  return { value, problem, loading, reload, setValue }
}
