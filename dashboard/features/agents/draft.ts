import * as z from 'zod'
import {
  type AgentSettings,
  agentSettingsSchema,
  type VoiceSettings,
} from '../../../convex/model/agent.ts'
import { sameValue } from '../../lib/sameValue.ts'

/** The same while it is typed: a number field may be empty. */
type Typed<T> = T extends number
  ? number | null
  : T extends object
    ? { [Key in keyof T]: Typed<T[Key]> }
    : T

/** A legacy voice may be chosen; saving maps it. */
export type VoiceDraft = Omit<Typed<VoiceSettings>, 'voice'> & { voice: string }

/** An agent's settings as they are in the form. */
export type AgentDraft = Omit<AgentSettings, 'voice'> & { voice: VoiceDraft }

/** A form's values and what they started from. */
export interface AgentEdit {
  base: AgentSettings
  /** The version that `base` is. */
  baseVersion: number
  values: AgentDraft
}

/** What a new agent starts as: the model's defaults. */
export function emptyDraft(): AgentDraft {
  const voice = agentSettingsSchema.shape.voice.parse({})
  return { name: '', instructions: '', capabilities: ['voice'], voice }
}

export function settingsOf(agent: AgentSettings): AgentSettings {
  const { name, instructions, capabilities, voice } = agent
  return { name, instructions, capabilities, voice }
}

/** The settings that somebody can change on their own, as dotted paths. */
export const SETTING_PATHS = [
  'name',
  'instructions',
  'capabilities',
  ...Object.keys(agentSettingsSchema.shape.voice.def.innerType.shape).map((key) => `voice.${key}`),
]

/** The value at a dotted path; `undefined` where there is none. */
export function valueAt(values: AgentDraft | AgentSettings, path: string): unknown {
  let value: unknown = values
  for (const key of path.split('.')) {
    value = recordSchema.safeParse(value).data?.[key]
  }
  return value
}

const recordSchema = z.record(z.string(), z.unknown())

/** The paths at which two settings differ. */
export function changedPaths(
  from: AgentDraft | AgentSettings,
  to: AgentDraft | AgentSettings,
): string[] {
  return SETTING_PATHS.filter((path) => !sameValue(valueAt(from, path), valueAt(to, path)))
}

/** What somebody changed, on top of what somebody else saved in the meantime. */
export function rebase({ base, values }: AgentEdit, theirs: AgentSettings): AgentDraft {
  const mine = new Set(changedPaths(base, values))
  const pick = <T extends object>(from: T, onto: T, prefix: string): T => {
    const kept = Object.entries(from).filter(([key]) => mine.has(prefix + key))
    return { ...onto, ...Object.fromEntries(kept) }
  }
  const voice = pick<VoiceDraft>(values.voice, theirs.voice, 'voice.')
  return { ...pick<AgentDraft>(values, theirs, ''), voice }
}
