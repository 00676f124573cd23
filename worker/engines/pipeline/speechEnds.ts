/** Where speech begins and ends, told from how probable it is in one window of sound after the other. */

export interface SpeechRules {
  /** As probable as this in each window, for `onsetMs`: speech has begun. */
  threshold: number
  onsetMs: number
  /** Quiet for so long: it has ended. */
  silenceMs: number
}

/** Times are ms of sound heard. */
export type Speech =
  /** `roseAtMs`: since when speech is probable, `null`: it is not. */
  | { phase: 'quiet'; roseAtMs: number | null }
  /** `lastAtMs`: the end of its last sound so far. */
  | { phase: 'speaking'; startedAtMs: number; lastAtMs: number }

export const QUIET: Speech = { phase: 'quiet', roseAtMs: null }

/** A piece of sound, and how probable it is that there is speech in it. */
export interface JudgedWindow {
  fromMs: number
  toMs: number
  probability: number
}

export type SpeechEnd =
  | { type: 'started'; atMs: number }
  /** `atMs`: where its last sound ended, `voiceMs` after it had begun. */
  | { type: 'stopped'; atMs: number; voiceMs: number }

/** Speech goes on while it is a little less probable than where it began. */
const HYSTERESIS = 0.15

export function hearWindow(
  speech: Speech,
  window: JudgedWindow,
  rules: SpeechRules,
): [Speech, SpeechEnd | null] {
  switch (speech.phase) {
    case 'quiet':
      return awaitSpeech(speech.roseAtMs, window, rules)
    case 'speaking':
      return awaitSilence(speech, window, rules)
  }
}

function awaitSpeech(
  roseAtMs: number | null,
  { fromMs, toMs, probability }: JudgedWindow,
  { threshold, onsetMs }: SpeechRules,
): [Speech, SpeechEnd | null] {
  if (probability < threshold) return [QUIET, null]
  const atMs = roseAtMs ?? fromMs
  if (toMs - atMs < onsetMs) return [{ phase: 'quiet', roseAtMs: atMs }, null]
  return [
    { phase: 'speaking', startedAtMs: atMs, lastAtMs: toMs },
    { type: 'started', atMs },
  ]
}

function awaitSilence(
  speech: Extract<Speech, { phase: 'speaking' }>,
  { toMs, probability }: JudgedWindow,
  { threshold, silenceMs }: SpeechRules,
): [Speech, SpeechEnd | null] {
  if (probability >= releaseOf(threshold)) return [{ ...speech, lastAtMs: toMs }, null]
  const { startedAtMs, lastAtMs } = speech
  if (toMs - lastAtMs < silenceMs) return [speech, null]
  return [QUIET, { type: 'stopped', atMs: lastAtMs, voiceMs: lastAtMs - startedAtMs }]
}

/** A low threshold keeps half of itself: below zero, speech would never end. */
function releaseOf(threshold: number): number {
  return Math.max(threshold - HYSTERESIS, threshold / 2)
}
