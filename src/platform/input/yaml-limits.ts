import { Lexer, Parser } from 'yaml'

/** Nothing written for this product nests ten deep; the parser's own tree has two or three levels for one of the text's. */
const maxDepth = 64
/** Lexical tokens: a key with its value has some five, a text of any length one. The parser's time grows faster than their number. */
const maxTokens = 50_000

/** What a text has too much of, and the offset (UTF-16 code units) where the limit was passed. */
export type Excess = { offset: number; message: string; fix: string }

/**
 * What of a YAML text would take the parser too deep or too long, null when nothing does. Reads its tokens into a flat tree and stops at the
 * first limit, so neither the stack nor the time can run out here. Brackets in texts, quotes and comments do not count. Never throws.
 */
export function findExcess(text: string): Excess | null {
  const parser = new Parser()
  let tokens = 0
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1
    if (tokens > maxTokens) {
      const fix = 'check that this is the right file; put long texts under "key: |", where they count once'
      return { offset: parser.offset, message: `the YAML has more than ${maxTokens} parts`, fix }
    }
    Array.from(parser.next(lexeme))
    if (parser.stack.length > maxDepth) {
      const fix = 'check for unclosed brackets; nothing here needs such depth'
      return { offset: parser.offset, message: 'this is not valid YAML: the nesting is too deep to read', fix }
    }
  }
  return null
}
