/** The thread that does the slow work, so that the server's own thread stays on time. */
import { parentPort } from 'node:worker_threads'
import { utter } from './speech.ts'
import { prepareNextExample, recognise } from './recogniser.ts'
import type { SpeechJob, SpeechReply } from './speechThread.ts'

function work(id: number, job: SpeechJob): SpeechReply {
  switch (job.kind) {
    case 'utter':
      return { id, kind: job.kind, utterance: utter(job.text, job.voice, job.speed) }
    case 'recognise':
      return { id, kind: job.kind, phrase: recognise(job.pcm) }
    case 'prepare':
      prepareWhenIdle()
      return { id, kind: job.kind }
  }
}

/** One example at a time, so that a sentence to be spoken waits for one at most. */
function prepareWhenIdle(): void {
  if (prepareNextExample()) setTimeout(prepareWhenIdle, 1)
}

function reply(id: number, job: SpeechJob): SpeechReply {
  try {
    return work(id, job)
  } catch (error) {
    return { id, kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: SpeechJob }) => {
  parentPort?.postMessage(reply(id, job), [])
})
