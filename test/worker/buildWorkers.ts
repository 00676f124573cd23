import { bundledWorker } from '../local/bundledWorker.ts'
import { LOSABLE } from './losable/place.ts'

/** Bundles the Workers that tests start, before several files at once ask for them. */
export default async function setup(): Promise<void> {
  await bundledWorker()
  await bundledWorker(LOSABLE)
}
