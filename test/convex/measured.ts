/** The product's functions on a host that counts what it reads and writes. */
import { ConvexHttpClient } from 'convex/browser'
import { type FunctionArgs, makeFunctionReference } from 'convex/server'
import * as z from 'zod'
import type { api } from '../../convex/_generated/api.js'
import type { EmbeddedHost } from './workerd/startHost.ts'

const figuresSchema = z.object({
  rowsRead: z.number(),
  rowsWritten: z.number(),
  changes: z.number(),
  bytes: z.number(),
})
const insideSchema = z.array(z.number())
export type StorageFigures = z.infer<typeof figuresSchema>

export interface MeasuredHost {
  service: ConvexHttpClient
  operator: ConvexHttpClient
  /** What came of the storage since this was last asked. */
  measure(): Promise<StorageFigures>
  /** How long the service's queries took within the object since this was last asked, each in ms. */
  inside(): Promise<number[]>
  /** Starts the host anew on what is stored; returns what came of the storage meanwhile. */
  restart(): Promise<StorageFigures>
  /** Does all that a new release has to do with what is stored. */
  upkeep(): Promise<void>
  /** Lets calls go that are old enough. */
  retain(): Promise<void>
  /** As if the stored index had been made by another release. */
  forgetIndex(path: string): Promise<void>
  /** Many records, few transactions. */
  record(records: readonly CallRecord[]): Promise<void>
  writeFirstLayout(documents: readonly { table: string; document: object }[]): Promise<void>
}

type CallRecord = FunctionArgs<typeof api.voiceCalls.record>

const fill = makeFunctionReference<'mutation', { records: CallRecord[] }>('fill:records')
const RECORDS_AT_ONCE = 200

export function measuredHost(host: Pick<EmbeddedHost, 'url'>, name: string): MeasuredHost {
  const base = `${host.url}/measured/${name}`
  const ask = async (path: string) =>
    figuresSchema.parse(await (await fetch(`${base}${path}`, { method: 'POST' })).json())
  const client = (role: string) =>
    new ConvexHttpClient(base, {
      logger: false,
      fetch: (input, init) => {
        const headers = { ...Object.fromEntries(new Headers(init?.headers)), role }
        return fetch(input, { ...init, headers })
      },
    })
  return {
    service: client('service'),
    operator: client('operator'),
    measure: () => ask('/measure'),
    inside: async () =>
      insideSchema.parse(await (await fetch(`${base}/inside`, { method: 'POST' })).json()),
    restart: () => ask('/restart'),
    upkeep: async () => {
      await fetch(`${base}/upkeep`, { method: 'POST' })
    },
    retain: async () => {
      await fetch(`${base}/retain`, { method: 'POST' })
    },
    forgetIndex: async (path) => {
      await fetch(`${base}/forget-index`, { method: 'POST', body: path })
    },
    record: async (records) => {
      const service = client('service')
      for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
        await service.mutation(fill, { records: records.slice(from, from + RECORDS_AT_ONCE) })
      }
    },
    writeFirstLayout: async (documents) => {
      await fetch(`${base}/first-layout`, { method: 'POST', body: JSON.stringify(documents) })
    },
  }
}
