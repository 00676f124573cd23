export const AGENT_TABS = [
  { tab: 'general', label: 'General' },
  { tab: 'voice', label: 'Voice' },
  { tab: 'chat', label: 'Chat' },
  { tab: 'tools', label: 'Tools' },
  { tab: 'after-call', label: 'After the call' },
  { tab: 'test', label: 'Test' },
  { tab: 'versions', label: 'Versions' },
] as const

export type AgentTab = (typeof AGENT_TABS)[number]['tab']

/** The tab that shows the field at this dotted path. */
export function tabOf(path: string): AgentTab {
  if (/^afterCall\b/.test(path)) return 'after-call'
  if (/^chat\b/.test(path)) return 'chat'
  if (/^tools\b/.test(path)) return 'tools'
  return /^(voice|engine|otherEngine)\b/.test(path) ? 'voice' : 'general'
}
