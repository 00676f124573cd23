/** Ten thousand calls come from a Convex deployment, and go from one Worker to another. */
import { deepStrictEqual } from 'node:assert'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportData } from '../../local/exportData.ts'
import { importData } from '../../local/importData.ts'
import { canonical, readExport, writeExport } from '../../convex/convexExport.ts'
import { documentsOfCalls, manyCalls } from '../../convex/manyCalls.ts'
import { productBundle } from '../bundles.ts'
import { spreadOf } from '../percentiles.ts'
import { AUTH_TOKEN } from '../subjects.ts'
import { runWorker } from '../workerd.ts'

export interface TakenAlong {
  documents: number
  importMs: number
  exportMs: number
  /** The slowest answer of the host's while an import goes on, in ms. */
  meanwhileMs: number
}

/** Rejects when anything differs after it was taken along. */
export async function measureTakingAlong(calls: number): Promise<TakenAlong> {
  const bundle = await productBundle()
  const start = () =>
    runWorker(bundle, (origin) => ({ PUBLIC_URL: origin, TWILIO_AUTH_TOKEN: AUTH_TOKEN }), 'ignore')
  const [first, second] = [await start(), await start()]
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-take-along-'))
  const file = (name: string) => join(folder, `${name}.zip`)
  const read = async (name: string) => readExport(await readFile(file(name)))
  try {
    const deployment = manyCalls(calls)
    await writeFile(file('deployment'), writeExport(deployment))
    const done = new AbortController()
    const meanwhile = answersOf(first.url, done.signal)
    const importMs = await timed(() => importData(first.url, AUTH_TOKEN, file('deployment')))
    done.abort()
    const exportMs = await timed(() => exportData(first.url, AUTH_TOKEN, file('first')))
    await importData(second.url, AUTH_TOKEN, file('first'))
    await exportData(second.url, AUTH_TOKEN, file('second'))
    const { rows } = await read('first')
    const filled = new Map([...rows].filter(([name]) => deployment.rows.has(name)))
    deepStrictEqual(canonical({ ...deployment, rows: filled }), canonical(deployment))
    deepStrictEqual(await read('second'), await read('first'))
    const documents = [...filled.values()].reduce((sum, { length }) => sum + length, 0)
    deepStrictEqual(documents, documentsOfCalls(calls))
    return { documents, importMs, exportMs, meanwhileMs: spreadOf(await meanwhile).max }
  } finally {
    await first.stop()
    await second.stop()
    await rm(folder, { recursive: true })
  }
}

/** How long the host takes to answer anything, again and again, in ms. */
async function answersOf(url: string, until: AbortSignal): Promise<number[]> {
  const took: number[] = []
  const ask = async () => (await fetch(`${url}/api/query_ts`, { method: 'POST' })).text()
  while (!until.aborted) took.push(await timed(ask))
  return took
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
