import type { MicrophoneTrouble } from './microphone.ts'

export type PhoneState =
  | { phase: 'idle' }
  | { phase: 'asking-microphone' }
  | { phase: 'connecting' }
  | { phase: 'talking'; callSid: string; since: number; muted: boolean }
  | { phase: 'ended'; callSid: string }
  | { phase: 'no-microphone'; trouble: MicrophoneTrouble }
  | { phase: 'failed'; message: string }
