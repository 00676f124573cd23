/** Makes the chat's files: two scripts that stand alone, and the page. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'vite'

const SCRIPTS = ['widget', 'page'] as const
const COPIED = ['page.html', 'page.css'] as const

/** Each script, made small; `folder`: where the sources are. Name to what it holds. */
export async function chatScripts(folder: string): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: SCRIPTS.map((name) => join(folder, `${name}.ts`)),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    // Pages in another encoding read it, too.
    charset: 'ascii',
    write: false,
    outdir: folder,
    logLevel: 'error',
  })
  return new Map(outputFiles.map(({ text }, index) => [`${SCRIPTS[index] ?? ''}.js`, text]))
}

/** Adds the chat to what a build of the dashboard makes, in the folder `chat`. */
export function chatFiles(folder: string): Plugin {
  return {
    name: 'switchboard-chat',
    apply: 'build',
    async generateBundle() {
      const emit = (name: string, source: string) =>
        this.emitFile({ type: 'asset', fileName: `chat/${name}`, source })
      for (const [name, source] of await chatScripts(folder)) emit(name, source)
      for (const name of COPIED) emit(name, readFileSync(join(folder, name), 'utf8'))
    },
  }
}
