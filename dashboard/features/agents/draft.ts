import * as z from 'zod'
import { type AfterCall, afterCallSchema } from '../../../convex/model/afterCall.ts'
import {
  type AgentSettings,
  type VoiceSettings,
  voiceSettingsSchema,
} from '../../../convex/model/agent.ts'
import { type ChatSettings, chatSettingsSchema } from '../../../convex/model/chatSettings.ts'
import { DEFAULT_ENGINE, type EngineSettings } from '../../../convex/model/engines/index.ts'
import type { NewAgent } from '../../../convex/model/newAgent.ts'
import { sipSettingsSchema } from '../../../convex/model/sipSettings.ts'
import { type ToolSettings, toolsSchema } from '../../../convex/model/tools.ts'
import { sameValue } from '../../lib/sameValue.ts'

/** The same while it is typed: a number field may be empty. */
export type Typed<T> = T extends number
  ? number | null
  : T extends object
    ? { [Key in keyof T]: Typed<T[Key]> }
    : T

export type VoiceDraft = Typed<VoiceSettings>
export type EngineDraft = Typed<EngineSettings>
export type ToolsDraft = Typed<ToolSettings>
export type AfterCallDraft = Typed<AfterCall>
export type ChatDraft = Typed<ChatSettings>

/** An agent's settings as they are in the form. */
export interface AgentDraft extends Omit<
  AgentSettings,
  'voice' | 'engine' | 'otherEngine' | 'tools' | 'afterCall' | 'chat'
> {
  voice: VoiceDraft
  engine: EngineDraft
  otherEngine: EngineDraft | null
  tools: ToolsDraft
  chat: ChatDraft
  afterCall: AfterCallDraft
}

/** A form's values and what they started from. */
export interface AgentEdit {
  base: AgentSettings
  /** The version that `base` is. */
  baseVersion: number
  values: AgentDraft
}

/** What a new agent starts as: as the installation is set, else the model's defaults. */
export function emptyDraft(start?: NewAgent): AgentDraft {
  return {
    name: '',
    instructions: start?.instructions ?? '',
    capabilities: ['voice'],
    voice: start?.voice ?? voiceSettingsSchema.parse({}),
    engine: start?.engine ?? DEFAULT_ENGINE,
    otherEngine: null,
    tools: start?.tools ?? toolsSchema.parse({}),
    afterCall: afterCallSchema.parse({}),
    chat: chatSettingsSchema.parse({}),
    sip: sipSettingsSchema.parse({}),
  }
}

export function settingsOf(agent: AgentSettings): AgentSettings {
  const { name, instructions, capabilities, voice, engine, otherEngine } = agent
  const { tools, afterCall, chat, sip } = agent
  const talks = { name, instructions, capabilities, voice, engine, otherEngine }
  return { ...talks, tools, afterCall, chat, sip }
}

/** The settings that somebody can change on their own, as dotted paths, beside those of engines. */
const SETTING_PATHS = [
  'name',
  'instructions',
  'capabilities',
  ...Object.keys(voiceSettingsSchema.shape).map((key) => `voice.${key}`),
  'otherEngine',
  ...Object.keys(toolsSchema.shape).map((key) => `tools.${key}`),
  ...Object.keys(afterCallSchema.shape).map((key) => `afterCall.${key}`),
  ...Object.keys(chatSettingsSchema.shape).map((key) => `chat.${key}`),
  ...Object.keys(sipSettingsSchema.shape).map((key) => `sip.${key}`),
]

/** The value at a dotted path; `undefined` where there is none. */
export function valueAt(values: AgentDraft | AgentSettings, path: string): unknown {
  let value: unknown = values
  for (const key of path.split('.')) {
    const { data } = partsSchema.safeParse(value)
    value = Array.isArray(data) ? data[Number(key)] : data?.[key]
  }
  return value
}

const partsSchema = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])

/** The paths at which two settings differ; of another engine, all of it. */
export function changedPaths(
  from: AgentDraft | AgentSettings,
  to: AgentDraft | AgentSettings,
): string[] {
  const differs = (path: string) => !sameValue(valueAt(from, path), valueAt(to, path))
  const sameEngine = from.engine.engine === to.engine.engine
  const engine = sameEngine ? Object.keys(to.engine).map((key) => `engine.${key}`) : ['engine']
  return [...SETTING_PATHS, ...engine].filter(differs)
}

/** What somebody changed, on top of what somebody else saved in the meantime. */
export function rebase({ base, values }: AgentEdit, theirs: AgentSettings): AgentDraft {
  const mine = new Set(changedPaths(base, values))
  const pick = <T extends object>(from: T, onto: T, prefix: string): T => {
    const kept = Object.entries(from).filter(([key]) => mine.has(prefix + key))
    return { ...onto, ...Object.fromEntries(kept) }
  }
  return {
    ...pick<AgentDraft>(values, theirs, ''),
    voice: pick<VoiceDraft>(values.voice, theirs.voice, 'voice.'),
    engine: rebasedEngine(),
    tools: pick<ToolsDraft>(values.tools, theirs.tools, 'tools.'),
    afterCall: pick<AfterCallDraft>(values.afterCall, theirs.afterCall, 'afterCall.'),
    chat: pick<ChatDraft>(values.chat, theirs.chat, 'chat.'),
    sip: pick(values.sip, theirs.sip, 'sip.'),
  }

  function rebasedEngine(): EngineDraft {
    const engines = [base, values, theirs].map(({ engine }) => engine.engine)
    if (new Set(engines).size === 1) return pick(values.engine, theirs.engine, 'engine.')
    // Settings of two engines do not mix: mine as a whole, if I touched it.
    return sameValue(base.engine, values.engine) ? theirs.engine : values.engine
  }
}
