import type { Plugin } from 'vite'

/**
 * Makes of `.bin` and `.wasm` files what wrangler makes of them: their bytes, and a compiled module. The
 * module that is made of the package for MCP is the package itself here.
 */
export function binaryModules(): Plugin {
  return {
    name: 'binary-modules',
    enforce: 'pre',
    resolveId(id) {
      if (!id.endsWith('/mcp/lazy/client.mjs') && id !== './lazy/client.mjs') return null
      return this.resolve('@modelcontextprotocol/client')
    },
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
