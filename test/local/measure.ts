/** Works out a call's times from what the phone saw. All times are of `performance.now()`. */
import type { ClearFacts, SpokenFacts } from '../simulators/twilio/index.ts'

/** The agent was heard from here to there; `endedAt` is `null` while it is. */
export interface Heard {
  startedAt: number
  endedAt: number | null
}

export interface PhoneFacts {
  /** When the webhook was sent, and when the stream opened. */
  placedAt: number
  openedAt: number | null
  /** The agent's first audio came to the phone. */
  firstAudioAt: number | null
  spoken: readonly SpokenFacts[]
  heard: readonly Heard[]
  clears: readonly ClearFacts[]
}

export interface Timings {
  /** Pick-up to the agent's first audio; `null` when the caller had to speak first. */
  firstWordMs: number | null
  /** The same, from the webhook on. */
  firstWordFromWebhookMs: number | null
  /** For each answer: the caller's last sound to the first sound of the answer. */
  answerMs: number[]
  /** For each interruption: the caller's first sound to the agent's silence. */
  bargeInMs: number[]
}

export function measure(facts: PhoneFacts): Timings {
  const { placedAt, openedAt, firstAudioAt, spoken } = facts
  const firstSpeechAt = spoken[0]?.speechStartedAt ?? Number.POSITIVE_INFINITY
  const wasGreeted = firstAudioAt !== null && openedAt !== null && firstAudioAt < firstSpeechAt
  return {
    firstWordMs: wasGreeted ? round(firstAudioAt - openedAt) : null,
    firstWordFromWebhookMs: wasGreeted ? round(firstAudioAt - placedAt) : null,
    answerMs: spoken.flatMap((_, n) => answerTime(facts, n) ?? []),
    bargeInMs: spoken.flatMap((_, n) => bargeInTime(facts, n) ?? []),
  }
}

/** How long the answer to an utterance took; nothing when the agent did not answer it. */
export function answerTime({ spoken, heard }: PhoneFacts, index: number): number | undefined {
  const endedAt = spoken[index]?.speechEndedAt
  if (endedAt === null || endedAt === undefined) return undefined
  const nextAt = spoken[index + 1]?.speechStartedAt ?? Number.POSITIVE_INFINITY
  const answer = heard.find(({ startedAt }) => startedAt > endedAt && startedAt < nextAt)
  return answer && round(answer.startedAt - endedAt)
}

/** How long the agent went on after an utterance began over it; nothing when it was not cut. */
export function bargeInTime(facts: PhoneFacts, index: number): number | undefined {
  const startedAt = facts.spoken[index]?.speechStartedAt
  if (startedAt === null || startedAt === undefined) return undefined
  const talkedOver = facts.heard.find(
    (heard) => heard.startedAt < startedAt && (heard.endedAt ?? Infinity) > startedAt,
  )
  if (!talkedOver) return undefined
  const end = talkedOver.endedAt ?? Infinity
  const cut = facts.clears.find(
    (clear) => clear.at > startedAt && clear.at <= end + 1 && clear.droppedBytes > 0,
  )
  return cut && round(cut.at - startedAt)
}

function round(ms: number): number {
  return Math.round(ms)
}
