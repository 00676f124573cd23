import type { Capability } from '../../../convex/model/agent.ts'
import { LOCALES } from '../../../convex/model/locales.ts'
import type { Option } from '../../lib/option.ts'

export const CAPABILITY_LABELS: Record<Capability, string> = {
  voice: 'Voice',
  web_chat: 'Web chat',
}

export const LOCALE_OPTIONS = optionsOf(LOCALES)

export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

export function optionsOf<Key extends string>(labels: Record<Key, string>): Option<Key>[] {
  const options: Option<Key>[] = []
  for (const value in labels) options.push({ value, label: labels[value] })
  return options
}
