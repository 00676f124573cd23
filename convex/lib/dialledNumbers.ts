import type { AgentSettings } from '../model/agent.ts'
import { storedToolsSchema } from '../model/tools.ts'

/** A number to which an agent can put callers through, and the field that names it. */
export interface DialledNumber {
  phoneNumber: string
  field: string
}

/** As they are stored; the release before knew of no destinations. */
interface Dialling {
  voice: Pick<AgentSettings['voice'], 'fallbackNumber'>
  tools?: unknown
}

/** The numbers that calls of an agent can cause to be rung: the fallback, then the destinations. */
export function dialledNumbers({ voice, tools }: Dialling): DialledNumber[] {
  const fallback = voice.fallbackNumber
  const destinations = storedToolsSchema.safeParse(tools).data?.destinations ?? []
  return [
    ...(fallback === null
      ? []
      : [{ phoneNumber: fallback, field: 'settings.voice.fallbackNumber' }]),
    ...destinations.flatMap(({ target }, index) =>
      target.kind === 'phone' ? [{ phoneNumber: target.phoneNumber, field: fieldOf(index) }] : [],
    ),
  ]
}

const fieldOf = (index: number) => `settings.tools.destinations.${index}.target.phoneNumber`
