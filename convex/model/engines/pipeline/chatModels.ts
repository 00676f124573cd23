/** The models of OpenAI that write. */
import { type CatalogueModel, isGone, noticeOf, servedBy } from '../catalogue.ts'

/**
 * Those with a known end stay here after it, so that agents that were set to them are served by their
 * successors. https://developers.openai.com/api/docs/deprecations
 */
export const CHAT_MODELS: ReadonlyMap<string, CatalogueModel> = new Map([
  ['gpt-6-luna', current('GPT-6 Luna')],
  ['gpt-6-sol', current('GPT-6 Sol')],
  ['gpt-6-astra', current('GPT-6 Astra')],
  ['gpt-6.1-sol', current('GPT-6.1 Sol')],
  ['gpt-6.1-terra', current('GPT-6.1 Terra')],
  ['gpt-5.6-luna', current('GPT-5.6 Luna')],
  ['gpt-5.6-terra', current('GPT-5.6 Terra')],
  ['gpt-5.6-sol', current('GPT-5.6 Sol')],
  ['gpt-5.4-mini', current('GPT-5.4 mini')],
  ['gpt-5', retired('GPT-5', '2026-12-11', 'gpt-6.1-sol')],
  ['gpt-5-pro', retired('GPT-5 pro', '2026-12-11', 'gpt-6.1-sol')],
  ['gpt-5-mini', retired('GPT-5 mini', '2026-12-11', 'gpt-6.1-terra')],
  ['gpt-5-nano', retired('GPT-5 nano', '2026-12-11', 'gpt-6-luna')],
  ['o3', retired('o3', '2026-12-11', 'gpt-6.1-sol')],
  ['o3-pro', retired('o3-pro', '2026-12-11', 'gpt-6.1-sol')],
  ['gpt-4o', retired('GPT-4o', '2027-01-14', 'gpt-6-luna')],
  ['gpt-4o-mini', retired('GPT-4o mini', '2027-01-14', 'gpt-6-luna')],
  ['gpt-4.1', retired('GPT-4.1', '2027-01-14', 'gpt-6-luna')],
  ['gpt-4.1-mini', retired('GPT-4.1 mini', '2027-01-14', 'gpt-6-luna')],
])

function current(label: string): CatalogueModel {
  return { label, shutdownDate: null, successor: null }
}

function retired(label: string, shutdownDate: string, successor: string): CatalogueModel {
  return { label, shutdownDate, successor }
}

/** The model that a dated snapshot (`gpt-4o-2024-11-20`) is one of: it shares its end and its price. */
export const snapshotOf = (name: string): string => name.replace(/-\d{4}-\d{2}-\d{2}$/, '')

export const chatModelOf = (name: string): CatalogueModel | undefined =>
  CHAT_MODELS.get(name) ?? CHAT_MODELS.get(snapshotOf(name))

/** Whether it can be had no more. `today` is `YYYY-MM-DD` in UTC. */
export const isRetiredChatModel = (name: string, today: string): boolean =>
  isGone(chatModelOf(name), today)

/** The model that is really asked on a day; one that is not known here is asked for as it is. */
export const servedChatModel = (name: string, today: string): string =>
  servedBy(chatModelOf, name, today)

export const chatModelNotice = (name: string, today: string): string | null =>
  noticeOf('OpenAI', chatModelOf(name), today)
