/** Models come and go: what is known of one, and which serves when it is gone. */

export interface CatalogueModel {
  /** As people know it. */
  label: string
  /** The day from which it is not served any more, `YYYY-MM-DD`; `null` while none is announced. */
  shutdownDate: string | null
  /** What serves in its place from that day on; of one without a day, what its vendor advises instead. */
  successor: string | null
}

/** What a catalogue knows by a model's name; nothing of one that is not in it. */
export type FindModel = (name: string) => CatalogueModel | undefined

/** Whether the model is gone: from its shutdown date on. `today` is `YYYY-MM-DD` in UTC. */
export function isGone(model: CatalogueModel | undefined, today: string): boolean {
  const { shutdownDate } = model ?? { shutdownDate: null }
  return shutdownDate !== null && today >= shutdownDate
}

/**
 * The model that is really asked: one that is gone is replaced by its successor, so that an agent that
 * nobody edited keeps answering. A name that the catalogue does not know is asked for as it is.
 */
export function servedBy(find: FindModel, name: string, today: string): string {
  const model = find(name)
  const successor = isGone(model, today) ? model?.successor : null
  return successor ? servedBy(find, successor, today) : name
}

/** The sentence to show beside a model that is to be left; `null` for the others. */
export function noticeOf(
  vendor: string,
  model: CatalogueModel | undefined,
  today: string,
): string | null {
  if (!model?.successor) return null
  const { label, shutdownDate, successor } = model
  if (!shutdownDate) return `${vendor} advises against ${label}; use ${successor} instead.`
  const verb = isGone(model, today) ? 'shut down' : 'shuts down'
  return `${vendor} ${verb} ${label} on ${shutdownDate}; use ${successor} instead.`
}
