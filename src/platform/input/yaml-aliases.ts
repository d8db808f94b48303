import { type Alias, Scalar, visit } from 'yaml'
import type { Problem } from '../errors.js'
import { clip } from '../text/clip.js'
import type { YamlSource } from './yaml-source.js'

const maxAliases = 100

/** `value` is the document's plain value; undefined when it has none worth having. */
export type PlainValue = { value: unknown; problems: Problem[] }

/**
 * The plain value of a document, with what is wrong with its aliases. One that names nothing, or the value that it is in, is
 * reported and then read as the text it looks like (`*bold*` is often meant so), so that the rest can be checked.
 */
export function toPlainValue({ document, file, positionAt }: YamlSource): PlainValue {
  // The parser would write such a key out as YAML again, nested ones over and over: minutes for a few kilobytes.
  if (document.errors.some(({ code }) => code === 'NON_STRING_KEY')) return { value: undefined, problems: [] }
  const aliases = collectAliases(document)
  const problemAt = (alias: Alias | undefined, message: string): Problem => {
    const fix = 'write the value out here instead of the alias; if it is meant as text, put it in quotes'
    return { file, ...positionAt(alias?.range?.[0] ?? 0), message, fix }
  }
  if (aliases.length > maxAliases) {
    return {
      value: undefined,
      problems: [problemAt(aliases[0], `there are ${aliases.length} aliases, and at most ${maxAliases} are read`)],
    }
  }
  const explained = new Map(aliases.flatMap((alias) => explainAlias(alias, document)))
  visit(document, {
    Alias: (_key, alias) => {
      if (!explained.has(alias)) return
      const text = new Scalar(`*${alias.source}`)
      text.range = alias.range ?? null
      return text
    },
  })
  const problems = [...explained].map(([alias, message]) => problemAt(alias, message))
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }), problems }
  } catch {
    // With every alias resolved, the parser's one reason left to refuse is its guard against exponential unfolding.
    return { value: undefined, problems: [...problems, problemAt(aliases[0], 'the aliases unfold to far more than is written')] }
  }
}

function collectAliases(document: YamlSource['document']): Alias[] {
  const aliases: Alias[] = []
  visit(document, {
    Alias: (_key, alias) => {
      aliases.push(alias)
    },
  })
  return aliases
}

function explainAlias(alias: Alias, document: YamlSource['document']): [Alias, string][] {
  const target = alias.resolve(document)
  if (target === undefined) return [[alias, `the alias *${clip(alias.source, 60)} names no anchor that comes before it`]]
  const isInside = (target.range?.[1] ?? 0) > (alias.range?.[0] ?? 0)
  return isInside ? [[alias, `the alias *${clip(alias.source, 60)} is inside the value that it names`]] : []
}
