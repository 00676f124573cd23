import { useEffect, useRef, useState } from 'react'
import { mouthSchema } from '../../../../convex/model/engines/pipeline/settings.ts'
import type { Locale } from '../../../../convex/model/locales.ts'
import { apiFetch } from '../../../lib/api.ts'
import { formatMs } from '../../../lib/format.ts'
import { problemOf } from '../../../lib/problem.ts'
import type { MouthDraft } from './pipelineOptions.ts'
import { type Playing, playSound } from './playSound.ts'
import { TryLine } from './TryLine.tsx'

/** A sentence in the voice as it is set in the form. */
export function TryVoice({ mouth, locale }: { mouth: MouthDraft; locale: Locale }) {
  const [text, setText] = useState('Hello, this is how I sound on the phone.')
  const { busy, problem, heard, hear } = useVoice()
  return (
    <TryLine
      label="Hear it"
      help="One sentence, as callers would hear it."
      action="Speak"
      text={text}
      onText={setText}
      busy={busy}
      onTry={() => void hear({ mouth, locale, text })}
      problem={problem}
    >
      {heard && <p className="text-sm text-ink-2 tabular-nums">{heard}</p>}
    </TryLine>
  )
}

interface Line {
  mouth: MouthDraft
  locale: Locale
  text: string
}

function useVoice() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [heard, setHeard] = useState<string | null>(null)
  const playing = useRef<Playing | null>(null)
  useEffect(() => () => playing.current?.stop(), [])
  const hear = async ({ mouth, locale, text }: Line) => {
    playing.current?.stop()
    setProblem(null)
    setHeard(null)
    const settings = mouthSchema.safeParse(mouth)
    if (!settings.success) return setProblem(settings.error.issues[0]?.message ?? null)
    setBusy(true)
    try {
      const body = { settings: settings.data, locale, text }
      const response = await apiFetch('/api/agents/try/voice', { method: 'POST', body })
      const sound = await response.arrayBuffer()
      playing.current = await playSound(sound)
      setHeard(heardText(response.headers.get('server-timing'), playing.current.durationMs))
    } catch (error) {
      setProblem(problemOf(error).message)
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, heard, hear }
}

/** https://www.w3.org/TR/server-timing/ */
function heardText(timing: string | null, durationMs: number): string {
  const firstMs = timing?.match(/\bfirst;dur=(\d+)/)?.[1]
  const length = `${formatMs(durationMs)} of speech`
  return firstMs === undefined
    ? `${length}.`
    : `First sound after ${formatMs(Number(firstMs))}, ${length}.`
}
