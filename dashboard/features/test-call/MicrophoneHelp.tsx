import { MicOff } from 'lucide-react'
import type { MicrophoneTrouble } from './microphone.ts'

const HELP: Record<MicrophoneTrouble, { title: string; steps: string }> = {
  insecure: {
    title: 'This page may not use a microphone',
    steps:
      'Browsers give a microphone only to pages that come over HTTPS, or from this machine. Open the dashboard by its https:// address, or by http://localhost.',
  },
  refused: {
    title: 'The microphone is not allowed',
    steps:
      'Click the icon beside the address of this page, allow the microphone for this site, and call again. If it is allowed there, look into the privacy settings of your system.',
  },
  absent: {
    title: 'No microphone was found',
    steps: 'Plug one in, or choose one in the sound settings of your system, and call again.',
  },
  busy: {
    title: 'The microphone does not answer',
    steps:
      'Another program may hold it. Close that program, or plug the microphone in anew, and call again.',
  },
}

export function MicrophoneHelp({ trouble }: { trouble: MicrophoneTrouble }) {
  const { title, steps } = HELP[trouble]
  return (
    <div role="alert" className="rounded-md border border-warn/40 bg-warn-soft p-3">
      <p className="mb-1 flex items-center gap-2 font-medium">
        <MicOff aria-hidden className="size-4 text-warn" />
        {title}
      </p>
      <p className="text-sm">{steps}</p>
    </div>
  )
}
