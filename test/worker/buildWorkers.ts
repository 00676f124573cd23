import { buildWorkers } from '../local/builtWorker.ts'
import { LOSABLE } from './losable/place.ts'

/** Bundles the Worker once for all files. */
export default async function setup(): Promise<void> {
  await buildWorkers(LOSABLE)
}
