import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { readStaticImports } from './read-imports.js'

/**
 * The packages that Node loads with a source file, such as `src/cli/main.ts`, and with everything that this imports statically, each with the
 * files that lead to it. What is imported when it is used is not among them.
 */
export function loadedPackages(entry: string): Map<string, string> {
  const packages = new Map<string, string>()
  const seen = new Set<string>()
  const load = (path: string, way: readonly string[]): void => {
    if (seen.has(path)) return
    seen.add(path)
    const here = [...way, path]
    const text = readFileSync(join(packageFiles.root, path), 'utf8')
    const required = [...text.matchAll(/createRequire\(import\.meta\.url\)\('([^']+)'\)/g)].map(([, name = '']) => name)
    const named = [...readStaticImports(path, text), ...required]
    // The compiler adds the import of what makes elements.
    for (const name of path.endsWith('.tsx') ? [...named, 'hono/jsx/jsx-runtime'] : named) {
      if (name.startsWith('.')) load(sourceOf(posix.join(posix.dirname(path), name)), here)
      else if (!name.startsWith('node:') && !packages.has(packageOf(name))) packages.set(packageOf(name), here.join(' → '))
    }
  }
  load(entry, [])
  return packages
}

/** The source of what imports name by its compiled file. */
function sourceOf(path: string): string {
  const source = path.replace(/\.js$/, '.ts')
  return existsSync(join(packageFiles.root, source)) ? source : `${source}x`
}

/** `drizzle-orm` of `drizzle-orm/pg-core`, and `@hono/node-server` of `@hono/node-server/conninfo`. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}
