import type { ReactNode } from 'react'
import { Notice } from '../../../components/Notice.tsx'

interface PartBoxProps {
  title: string
  /** What the part does, in a few words. */
  about: string
  /** What is missing before it works, in one sentence. */
  problem?: string | null
  children: ReactNode
}

/** The settings of one part of a pipeline. */
export function PartBox({ title, about, problem, children }: PartBoxProps) {
  return (
    <fieldset className="col-span-full min-w-0 rounded-md border px-3 pt-1 pb-2 sm:px-4">
      <legend className="px-1 font-medium">
        {title}
        <span className="text-sm font-normal text-ink-2"> {about}</span>
      </legend>
      {problem && (
        <div className="mb-3">
          <Notice tone="warn">{problem}</Notice>
        </div>
      )}
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-2">{children}</div>
    </fieldset>
  )
}
