/** Every import between the files of the house. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Import {
  from: string
  to: string
  /** Between `import` and `from`. */
  what: string
  isPackage: boolean
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+((?:type\s+)?[^'";]*?)\s*from\s*'([^']+)'|import\s*\(?\s*'([^']+)'/g

/** The files of our own in these folders, as paths from the root. */
export function filesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => /\.tsx?$/.test(path) && !/node_modules|dist\/|_generated/.test(path)),
  )
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function importsOf(from: string): Import[] {
  return [...textOf(from).matchAll(IMPORT)].map(([, what = '', named = '', bare = '']) => {
    const specifier = named || bare
    const isPackage = !specifier.startsWith('.')
    return { from, to: isPackage ? specifier : join(dirname(from), specifier), what, isPackage }
  })
}

/** The imports that lie on a circle, or between two circles: without them, none is left. */
export function circular(imports: readonly Import[]): Import[] {
  const begins = new Set(imports.map(({ from }) => from))
  const ends = new Set(imports.map(({ to }) => to))
  // What nobody imports, and what imports nobody, lies on no circle.
  const left = imports.filter(({ from, to }) => ends.has(from) && begins.has(to))
  return left.length === imports.length ? left : circular(left)
}
