/** The embedded host alone, in a workerd process of its own. */
import { type MeasuredHost, measuredHost } from '../../convex/measured.ts'
import { HOST } from '../../convex/workerd/startHost.ts'
import { bundleOf } from '../bundles.ts'
import { usageOf } from '../processUsage.ts'
import { runWorker } from '../workerd.ts'

export interface DataHost {
  url: string
  /** A database of its own for each name. */
  database(name: string): MeasuredHost
  /** CPU that the process used while `work` ran, in ms; everything else has to be still. */
  cpuOf(work: () => Promise<unknown>): Promise<number>
  stop(): Promise<void>
}

export async function startDataHost(): Promise<DataHost> {
  const worker = await runWorker(await bundleOf(HOST.main, HOST.objects), () => ({}))
  const { url, pid } = worker
  return {
    url,
    database: (name) => measuredHost({ url }, name),
    cpuOf: async (work) => {
      const before = usageOf(pid).cpuMs
      await work()
      return usageOf(pid).cpuMs - before
    },
    stop: () => worker.stop(),
  }
}
