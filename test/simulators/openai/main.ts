/** The simulator from the command line: `node test/simulators/openai/main.ts --port 9901`. */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type OpenAiOptions, startOpenAi } from './index.ts'
import { DEFAULT_PACE } from './pace.ts'
import { serve } from '../lib/serve.ts'

const HELP = `Simulates OpenAI's Realtime API on this computer.

  --port N                    where to listen; 0 takes a free port (default 9901)
  --api-key KEY               refuse every other key (default: any key is right)
  --open-delay-ms N           keep each connection waiting before it opens
  --first-audio-delay-ms N    from a response's begin to its first sound (default ${DEFAULT_PACE.firstAudioDelayMs})
  --times-real-time N         how much faster than speech the sound is sent (default ${DEFAULT_PACE.timesRealTime})
  --words-lead-ms N           how far a transcript's words run ahead of their sound (default ${DEFAULT_PACE.wordsLeadMs})
  --transcription-delay-ms N  from the end of a turn to its transcript
  --session-ms N              the longest session (default one hour)
  --ear silero|energy         what finds the caller's turns (default silero; energy with --light)
  --today YYYY-MM-DD          retire models as on that day
  --light                     hum instead of speaking, understand nothing: for load tests
  --help                      show this

Point the product at it with OPENAI_BASE_URL=http://127.0.0.1:9901/v1. Ctrl-C ends it.`

const milliseconds = z.coerce.number().int().min(0).optional()

const flagsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(9901),
  'api-key': z.string().min(1).optional(),
  'open-delay-ms': milliseconds,
  'first-audio-delay-ms': milliseconds,
  'times-real-time': z.coerce.number().positive().optional(),
  'words-lead-ms': milliseconds,
  'transcription-delay-ms': milliseconds,
  'session-ms': z.coerce.number().int().positive().optional(),
  ear: z.enum(['silero', 'energy']).optional(),
  today: z.iso.date().optional(),
  light: z.boolean().default(false),
  help: z.boolean().default(false),
})
type Flags = z.infer<typeof flagsSchema>

function readFlags(): Flags {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      port: text,
      'api-key': text,
      'open-delay-ms': text,
      'first-audio-delay-ms': text,
      'times-real-time': text,
      'words-lead-ms': text,
      'transcription-delay-ms': text,
      'session-ms': text,
      ear: text,
      today: text,
      light: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const parsed = flagsSchema.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`--${issue?.path.join('.')}: ${issue?.message}`)
}

function toOptions(flags: Flags): OpenAiOptions {
  const firstAudioDelayMs = flags['first-audio-delay-ms'] ?? DEFAULT_PACE.firstAudioDelayMs
  const timesRealTime = flags['times-real-time'] ?? DEFAULT_PACE.timesRealTime
  const wordsLeadMs = flags['words-lead-ms'] ?? DEFAULT_PACE.wordsLeadMs
  const { ear, today } = flags
  return {
    port: flags.port,
    light: flags.light,
    pace: { firstAudioDelayMs, timesRealTime, wordsLeadMs },
    openDelayMs: flags['open-delay-ms'] ?? 0,
    ...(ear && { ear }),
    ...(today && { now: () => new Date(today) }),
    ...(flags['api-key'] !== undefined && { apiKey: flags['api-key'] }),
    ...(flags['transcription-delay-ms'] !== undefined && {
      transcriptionDelayMs: flags['transcription-delay-ms'],
    }),
    ...(flags['session-ms'] !== undefined && { sessionMs: flags['session-ms'] }),
  }
}

serve('OpenAI Realtime', async () => {
  const flags = readFlags()
  if (!flags.help) return startOpenAi(toOptions(flags))
  console.log(HELP)
  return null
})
