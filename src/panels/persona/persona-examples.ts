/** A fenced block of a persona's prose; `lineOffset` is the number of lines of the prose before the block's first line of content. */
export type Fence = { text: string; lineOffset: number }

/** The blocks fenced as `json`: the worked examples of a persona. */
export function findJsonFences(prose: string): Fence[] {
  const lines = prose.split('\n')
  const fences: Fence[] = []
  let index = 0
  while (index < lines.length) {
    const opening = /^\s*(?<fence>`{3,}|~{3,})\s*(?<language>\S*)/.exec(lines[index] ?? '')?.groups
    index += 1
    if (opening === undefined) continue
    const start = index
    // As in CommonMark, the closing fence is at least as long as the opening one, and the end of the text closes it too.
    while (index < lines.length && !(lines[index] ?? '').trim().startsWith(opening.fence ?? '```')) index += 1
    if (opening.language?.toLowerCase() === 'json') fences.push({ text: lines.slice(start, index).join('\n'), lineOffset: start })
    index += 1
  }
  return fences
}

/** The sentences that a persona's prose shows as an example, one text each: the values of its worked examples, and the passages it quotes. */
export function exampleTexts(prose: string): string[] {
  const values = findJsonFences(prose).flatMap(({ text }) => [...text.matchAll(/"(?:[^"\\]|\\.)*"?/gs)].map(([value]) => readString(value)))
  const passages = prose.split('\n').filter((line) => line.startsWith('>'))
  return [...values, passages.map((line) => line.slice(1)).join(' ')]
}

function readString(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch {
    // An example that is no JSON is a matter for `panel persona lint`; its words are its words.
    return literal
  }
}

/** A persona's prose without its worked examples: without the sections that hold one, or the fence alone where it is in no section. Pure. */
export function withoutExamples(prose: string): string {
  const lines = prose.split('\n')
  const headings = lines.flatMap((line, at) => {
    const level = /^(#{1,6})\s/.exec(line)?.[1]?.length
    return level === undefined ? [] : [{ at, level }]
  })
  const cut = findJsonFences(prose).map(({ text, lineOffset }) => {
    const section = headings.findLast(({ at, level }) => at < lineOffset && level > 1)
    if (section === undefined) return { from: lineOffset - 1, to: lineOffset + text.split('\n').length + 1 }
    const next = headings.find(({ at, level }) => at > lineOffset && level <= section.level)
    return { from: section.at, to: next?.at ?? lines.length }
  })
  return lines.filter((_line, at) => !cut.some(({ from, to }) => at >= from && at < to)).join('\n')
}
