import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'

/** A file of a bundled Worker. */
export interface WorkerModule {
  /** As the others import it, without the `./`. */
  name: string
  kind: 'esModule' | 'wasm' | 'data'
  bytes: Uint8Array<ArrayBuffer>
}

const KINDS: Readonly<Record<string, WorkerModule['kind']>> = {
  '.js': 'esModule',
  '.mjs': 'esModule',
  '.wasm': 'wasm',
  '.bin': 'data',
}

/** Those in this folder; the Worker's first file, which the platform is told apart, is the first. */
export function modulesIn(folder: string, first: string): WorkerModule[] {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const name = path.replaceAll('\\', '/')
    const kind = KINDS[parse(name).ext]
    return kind ? [{ name, kind, bytes: Uint8Array.from(readFileSync(join(folder, name))) }] : []
  })
  return modules.toSorted((one, other) => Number(other.name === first) - Number(one.name === first))
}
