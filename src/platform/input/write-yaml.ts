import { Document, isMap, isPair, isScalar, isSeq, parseDocument, Scalar, visit } from 'yaml'
import type { Path } from './yaml-source.js'

/** Texts of several lines, or longer than this, stand as blocks of their own. */
const longestInline = 100

/**
 * Plain data as YAML that a person edits: texts of several lines as blocks, no anchors, and a comment before each of the named places. A place that
 * is not there is passed over.
 */
export function writeYaml(value: unknown, comments: readonly { path: Path; text: string }[] = []): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (key, node) => {
      if (typeof node.value !== 'string') return
      if (key !== 'key' && isBlock(node.value)) node.type = Scalar.BLOCK_LITERAL
      else if (isElseInOlderYaml(node.value)) node.type = Scalar.QUOTE_DOUBLE
    },
  })
  for (const { path, text } of comments) {
    const parent = document.getIn(path.slice(0, -1), true)
    const key = path.at(-1)
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
      if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = commentOf(text)
    } else if (isSeq(parent) && typeof key === 'number') {
      const item = parent.items[key]
      if (isMap(item) || isScalar(item)) item.commentBefore = commentOf(text)
    }
  }
  // A quoted text over several lines loses the white space at their ends, so such a text is one line of escapes.
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
}

/** A line that ends in white space cannot be told from one that does not in a block, and control characters need quotes. */
function isBlock(text: string): boolean {
  const isPlain = !/[^\n\P{Cc}]|[\u0085\u2028\u2029\ufeff]/u.test(text) && !/[ \t]\n/.test(text) && !/^[ \t\n]/.test(text)
  return isPlain && (text.includes('\n') || text.length > longestInline)
}

/** Tools that read YAML 1.1 take some words for a truth value, such as yes and no, and some numbers, days and times for no text. */
function isElseInOlderYaml(text: string): boolean {
  if (text.length > longestInline) return false
  const { contents } = parseDocument(text, { version: '1.1', logLevel: 'silent' })
  return isScalar(contents) && contents.type === Scalar.PLAIN && typeof contents.value !== 'string'
}

function commentOf(text: string): string {
  return text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n')
}
