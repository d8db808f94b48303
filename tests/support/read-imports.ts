import { parseSync } from 'oxc-parser'

/** One import of a file: what it names, and its line, counted from 1. */
export type Import = { names: string; line: number }

/**
 * Everything a TypeScript file imports or re-exports, types and dynamic imports of literal names included, in order.
 * Throws for text that is not TypeScript.
 */
export function readImports(path: string, text: string): Import[] {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(start, end))
    return literal?.[2] === undefined ? [] : [{ value: literal[2], start }]
  })
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    ...dynamic,
  ]
  return named
    .sort((a, b) => a.start - b.start)
    .map(({ value, start }) => ({ names: value, line: text.slice(0, start).split('\n').length }))
}

/** What a TypeScript file loads with itself: its static imports and re-exports, without those of types alone. */
export function readStaticImports(path: string, text: string): string[] {
  const { module } = parseSync(path, text)
  const isLoaded = ({ start }: { start: number }) => !/^(?:import|export) type\b/.test(text.slice(start, start + 12))
  const exported = module.staticExports
    .filter(isLoaded)
    .flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? []))
  return [...module.staticImports.filter(isLoaded).map(({ moduleRequest }) => moduleRequest), ...exported].map(({ value }) => value)
}
