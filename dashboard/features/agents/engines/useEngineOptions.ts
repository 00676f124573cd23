import { useEffect, useState } from 'react'
import { type EngineOptions, engineOptionsSchema } from '../../../../convex/model/api.ts'
import { apiRequest } from '../../../lib/api.ts'

/** Several parts of a form ask at once, and accounts change rarely. */
const FRESH_MS = 30_000

let last: { at: number; answer: Promise<EngineOptions> } | null = null

function ask(): Promise<EngineOptions> {
  if (last && Date.now() - last.at < FRESH_MS) return last.answer
  const answer = apiRequest('/api/engines/options', engineOptionsSchema)
  last = { at: Date.now(), answer }
  answer.catch(() => {
    last = null
  })
  return answer
}

/** What the accounts offer; `null` while they are asked, and when they could not be. */
export function useEngineOptions(): EngineOptions | null {
  const [options, setOptions] = useState<EngineOptions | null>(null)
  useEffect(() => {
    let shown = true
    ask().then(
      (answer) => shown && setOptions(answer),
      // The form does without: names can be typed.
      () => {},
    )
    return () => {
      shown = false
    }
  }, [])
  return options
}
