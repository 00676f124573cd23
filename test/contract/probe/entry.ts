/// <reference types="@cloudflare/workers-types" />
/**
 * A Worker in which one engine, carrier, brain, pair of ears or mouth stands alone, each in an object of its own:
 * `/engine/{object}` and so on are control sockets, `/stream/{object}` is the caller's.
 */
import { BrainProbe } from './BrainProbe.ts'
import { CarrierProbe } from './CarrierProbe.ts'
import { EarsProbe } from './EarsProbe.ts'
import { EngineProbe } from './EngineProbe.ts'
import { MouthProbe } from './MouthProbe.ts'
import { VoiceProbe } from './VoiceProbe.ts'

export { BrainProbe, CarrierProbe, EarsProbe, EngineProbe, MouthProbe, VoiceProbe }

interface Env {
  BRAINS: DurableObjectNamespace<BrainProbe>
  ENGINES: DurableObjectNamespace<EngineProbe>
  CARRIERS: DurableObjectNamespace<CarrierProbe>
  EARS: DurableObjectNamespace<EarsProbe>
  MOUTHS: DurableObjectNamespace<MouthProbe>
  VOICES: DurableObjectNamespace<VoiceProbe>
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, kind, object] = new URL(request.url).pathname.split('/')
    if (!object) return new Response('This is the probe.')
    return standOf(kind, object, env).fetch(request)
  },
} satisfies ExportedHandler<Env>

function standOf(kind: string | undefined, object: string, env: Env): Pick<Fetcher, 'fetch'> {
  if (kind === 'engine') return env.ENGINES.getByName(object)
  if (kind === 'brain') return env.BRAINS.getByName(object)
  if (kind === 'ears') return env.EARS.getByName(object)
  if (kind === 'mouth') return env.MOUTHS.getByName(object)
  if (kind === 'voice') return env.VOICES.getByName(object)
  return env.CARRIERS.getByName(object)
}
