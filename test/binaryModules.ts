import type { Plugin } from 'vite'

/** Makes of `.bin` and `.wasm` files what the Worker imports: their bytes, and a compiled module. */
export function binaryModules(): Plugin {
  return {
    name: 'binary-modules',
    enforce: 'pre',
    load(id) {
      if (id.endsWith('.bin')) return moduleOf(id, 'bytes.buffer')
      if (id.endsWith('.wasm')) return moduleOf(id, 'new WebAssembly.Module(bytes)')
      return null
    },
  }
}

function moduleOf(path: string, exported: string): string {
  return `import { readFileSync } from 'node:fs'
const bytes = Uint8Array.from(readFileSync(${JSON.stringify(path)}))
export default ${exported}
`
}
