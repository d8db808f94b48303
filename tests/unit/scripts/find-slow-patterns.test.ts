import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { findSlowPatterns, type Pattern, whySlow } from '../../../scripts/find-slow-patterns.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'

test.each([/ +$/gm, /\s+$/, /^(?:a+)+$/, /(?:a|a)*b/, /\s*,\s*$/, /^\s*(?:\s*#)/])('%s is found', (pattern) => {
  const [found] = findSlowPatterns('a.ts', `const a = 1\nconst b = ${pattern}\n`)
  expect(found).toMatchObject({ file: 'a.ts', line: 2, pattern: String(pattern) })
  expect(found?.why).toMatch(/time/)
})

test.each([/^\s+/, / {1,20}$/, /a+b/y, /^[a-z]+:\/\//, /[^\n]*/])('%s is linear', (pattern) => {
  expect(findSlowPatterns('a.ts', `export const pattern = ${pattern}`)).toEqual([])
})

test('patterns that modules put together when they are loaded are linear too', async () => {
  const folder = join(packageFiles.root, 'src')
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
  const made: Pattern[] = []
  const real = RegExp
  vi.resetModules()
  vi.stubGlobal(
    'RegExp',
    new Proxy(real, {
      construct: (target, given: ConstructorParameters<typeof RegExp>) => {
        const pattern = new target(...given)
        if (isOurs(new Error('where').stack ?? '')) made.push({ source: pattern.source, flags: pattern.flags })
        return pattern
      },
    }),
  )
  for (const name of names) {
    const file = join(folder, name)
    if (/^const [^\n]*new RegExp\(/m.test(await readFile(file, 'utf8'))) await import(pathToFileURL(file).href)
  }
  vi.unstubAllGlobals()
  vi.resetModules()
  expect(made.length).toBeGreaterThan(15)
  expect(made.flatMap((pattern) => (whySlow(pattern) === null ? [] : [{ ...pattern, why: whySlow(pattern) }]))).toEqual([])
})

/** Whether a module of ours asked for a pattern, and not a library that it uses. */
function isOurs(stack: string): boolean {
  return /\/src\//.test(stack.split('\n')[2] ?? '')
}
