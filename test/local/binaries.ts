import { readdirSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'

/** A file beside a bundled Worker that the Worker imports. */
export interface BinaryModule {
  /** As it is imported, without the `./`. */
  name: string
  kind: 'data' | 'wasm' | 'esModule'
  bytes: Uint8Array<ArrayBuffer>
}

const KINDS: Readonly<Record<string, BinaryModule['kind']>> = {
  '.bin': 'data',
  '.wasm': 'wasm',
  '.mjs': 'esModule',
}

/** Those that wrangler has put into this folder. */
export function binariesIn(folder: string): BinaryModule[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const name = path.replaceAll('\\', '/')
    const kind = KINDS[parse(name).ext]
    return kind ? [{ name, kind, bytes: Uint8Array.from(readFileSync(join(folder, name))) }] : []
  })
}
