/** Speech made and understood on a thread of its own, one for the whole process, started when needed. */
import { Worker } from 'node:worker_threads'
import type { PhraseName } from './phrases.ts'
import type { Utterance } from './speech.ts'

export type SpeechJob =
  | { kind: 'utter'; text: string; voice: string; speed: number }
  | { kind: 'recognise'; pcm: Int16Array }
  /** Get ready to recognise, whenever there is nothing else to do. */
  | { kind: 'prepare' }

export type SpeechReply = { id: number } & (
  | { kind: 'utter'; utterance: Utterance }
  | { kind: 'recognise'; phrase: PhraseName | null }
  | { kind: 'prepare' }
  | { kind: 'failed'; message: string }
)

const CACHE_LIMIT = 400
const utterances = new Map<string, Promise<Utterance>>()
const pending = new Map<number, (reply: SpeechReply) => void>()
let worker: Worker | undefined
let prepared: Promise<SpeechReply> | undefined
let lastId = 0

/** One sentence as sound. The same sentence is made only once. */
export function utterSoon(text: string, voice: string, speed: number): Promise<Utterance> {
  const key = `${voice}|${speed}|${text}`
  const known = utterances.get(key)
  if (known) return known
  const made = ask({ kind: 'utter', text, voice, speed }).then((reply) => {
    if (reply.kind === 'utter') return reply.utterance
    throw new Error(
      reply.kind === 'failed' ? reply.message : 'The speech thread mixed up its jobs.',
    )
  })
  const oldest = utterances.keys().next()
  if (utterances.size >= CACHE_LIMIT && !oldest.done) utterances.delete(oldest.value)
  utterances.set(key, made)
  return made
}

/** Which of the known phrases this is; `null` when none is clearly the best. */
export async function recogniseSoon(pcm: Int16Array): Promise<PhraseName | null> {
  const reply = await ask({ kind: 'recognise', pcm })
  return reply.kind === 'recognise' ? reply.phrase : null
}

/** Makes the first recognition as quick as the later ones. */
export function prepareRecognition(): void {
  prepared ??= ask({ kind: 'prepare' })
}

function ask(job: SpeechJob): Promise<SpeechReply> {
  const thread = (worker ??= startThread())
  const id = ++lastId
  return new Promise((resolve) => {
    pending.set(id, resolve)
    // Only work in hand keeps the process alive.
    thread.ref()
    thread.postMessage({ id, job }, [])
  })
}

function startThread(): Worker {
  const thread = new Worker(new URL('speechWorker.ts', import.meta.url))
  thread.on('message', (reply: SpeechReply) => settle(reply))
  thread.on('error', (error) => {
    worker = undefined
    prepared = undefined
    const { message } = error instanceof Error ? error : new Error(String(error))
    for (const id of pending.keys()) settle({ id, kind: 'failed', message })
  })
  return thread
}

function settle(reply: SpeechReply): void {
  const resolve = pending.get(reply.id)
  pending.delete(reply.id)
  if (pending.size === 0) worker?.unref()
  resolve?.(reply)
}
