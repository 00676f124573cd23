/** The simulator from the command line: `node test/simulators/elevenlabs/main.ts --port 9902`. */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { DEFAULT_PACE } from './deps.ts'
import { type ElevenLabsOptions, startElevenLabs } from './index.ts'
import { serve } from '../lib/serve.ts'

const HELP = `Simulates ElevenLabs' speech-to-text and text-to-speech on this computer.

  --port N                  where to listen; 0 takes a free port (default 9902)
  --api-key KEY             refuse every other key (default: any key is right)
  --transcript-delay-ms N   from a commit to its words (default 150)
  --first-audio-delay-ms N  from a text to its first sound (default ${DEFAULT_PACE.firstAudioDelayMs})
  --times-real-time N       how much faster than speech the sound is sent (default ${DEFAULT_PACE.timesRealTime})
  --final-delay-ms N        from a context's last sound to its end (default ${DEFAULT_PACE.finalDelayMs})
  --ear silero|energy       what finds the caller's speech (default silero; energy with --light)
  --light                   hum instead of speaking, understand nothing: for load tests
  --help                    show this

Point the product at it with ELEVENLABS_BASE_URL=http://127.0.0.1:9902. Ctrl-C ends it.`

const milliseconds = z.coerce.number().int().min(0).optional()

const flagsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(9902),
  'api-key': z.string().min(1).optional(),
  'transcript-delay-ms': milliseconds,
  'first-audio-delay-ms': milliseconds,
  'times-real-time': z.coerce.number().positive().optional(),
  'final-delay-ms': milliseconds,
  ear: z.enum(['silero', 'energy']).optional(),
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
      'transcript-delay-ms': text,
      'first-audio-delay-ms': text,
      'times-real-time': text,
      'final-delay-ms': text,
      ear: text,
      light: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const parsed = flagsSchema.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`--${issue?.path.join('.')}: ${issue?.message}`)
}

function toOptions(flags: Flags): ElevenLabsOptions {
  const { port, light, ear } = flags
  const apiKey = flags['api-key']
  const transcriptDelayMs = flags['transcript-delay-ms']
  return {
    port,
    light,
    pace: {
      firstAudioDelayMs: flags['first-audio-delay-ms'] ?? DEFAULT_PACE.firstAudioDelayMs,
      timesRealTime: flags['times-real-time'] ?? DEFAULT_PACE.timesRealTime,
      finalDelayMs: flags['final-delay-ms'] ?? DEFAULT_PACE.finalDelayMs,
    },
    ...(ear && { ear }),
    ...(apiKey !== undefined && { apiKey }),
    ...(transcriptDelayMs !== undefined && { transcriptDelayMs }),
  }
}

serve('ElevenLabs', async () => {
  const flags = readFlags()
  if (!flags.help) return startElevenLabs(toOptions(flags))
  console.log(HELP)
  return null
})
