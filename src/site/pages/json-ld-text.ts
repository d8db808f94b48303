/**
 * JSON that may be inside a script element: `<`, `>` and `&` are escaped, so that no text in it can close the element or open a comment
 * (HTML standard, "restrictions for contents of script elements"); the line separators too, which are no JSON trouble but were one in scripts.
 */
export function scriptJson(value: object): string {
  if (!('@graph' in value) || !Array.isArray(value['@graph'])) return escaped(value)
  const { '@graph': nodes, ...others } = value
  const before = escaped(others).slice(0, -1)
  return `${before}${before === '{' ? '' : ','}"@graph":[${nodes.map(nodeText).join(',')}]}`
}

/** Nodes as they were written: on the pages of an export a tool is the same node, again and again. */
const nodeTexts = new WeakMap<object, string>()

function nodeText(node: object): string {
  const text = nodeTexts.get(node) ?? escaped(node)
  nodeTexts.set(node, text)
  return text
}

function escaped(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
