/** The transcript of the caller's speech: another model's work, so it comes when it is ready. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConversationItemInputAudioTranscriptionCompletedEvent } from 'openai/resources/realtime/realtime'
import type { Heard } from './brain.ts'
import type { ResponseFailure } from './faults.ts'
import type { Send } from './serverEvents.ts'

export interface TranscriptionJob {
  itemId: string
  heard: Promise<Heard>
  model: string
  delayMs: number
  /** Why there will be no transcript. */
  failure: ResponseFailure | null
  /** What it says, whatever was heard. */
  given: string | null
}

export async function transcribe(
  { itemId, heard, model, delayMs, failure, given }: TranscriptionJob,
  send: Send,
  onText: (transcript: string) => void,
): Promise<void> {
  const [{ text, seconds }] = await Promise.all([heard, sleep(delayMs)])
  const where = { item_id: itemId, content_index: 0 }
  if (failure) {
    return send('conversation.item.input_audio_transcription.failed', { ...where, error: failure })
  }
  const transcript = given ?? text ?? `(${seconds.toFixed(1)} seconds of speech)`
  onText(transcript)
  for (const delta of transcript.match(/\s*\S+/g) ?? []) {
    send('conversation.item.input_audio_transcription.delta', { ...where, delta })
  }
  send('conversation.item.input_audio_transcription.completed', {
    ...where,
    transcript,
    usage: usageOf(model, seconds, transcript),
  })
}

/** The older models are billed by tokens, the others by the second. */
function usageOf(
  model: string,
  seconds: number,
  transcript: string,
): ConversationItemInputAudioTranscriptionCompletedEvent['usage'] {
  if (!model.startsWith('gpt-4o')) return { type: 'duration', seconds }
  const input = Math.ceil(seconds * 10)
  const output = Math.ceil(transcript.length / 4)
  return {
    type: 'tokens',
    total_tokens: input + output,
    input_tokens: input,
    input_token_details: { text_tokens: 0, audio_tokens: input },
    output_tokens: output,
  }
}
