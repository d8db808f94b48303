import type { Persona } from '../../contracts/persona.js'
import type { VerdictContent } from '../../contracts/verdict.js'
import { withoutMarkers } from '../../evidence/markers.js'
import { onceFor } from '../../platform/once-for.js'
import { exampleTexts } from '../persona/persona-examples.js'

/** So many words in a row are no accident: shorter runs are how people speak. */
const runLength = 8
const word = /[\p{L}\p{N}]+/gu

/**
 * What a reply copied from its persona's worked example, which is about a tool that does not exist: one warning for each text of it that
 * shares eight words in a row with the example, markers, letter case and punctuation aside. Pure.
 */
export function checkCopiedExample({ quote, answers }: Pick<VerdictContent, 'quote' | 'answers'>, persona: Persona): string[] {
  const runs = exampleRuns(persona)
  const texts = [{ place: 'quote', text: quote }, ...answers.map(({ ask, answer }) => ({ place: `answers: "${ask}"`, text: answer }))]
  return texts.flatMap(({ place, text }) => {
    const words = wordsOf(text)
    const at = words.findIndex((_, index) => runs.has(runAt(words, index)))
    if (at < 0) return []
    return [
      `${place}: "${words.slice(at, at + runLength).join(' ')}" is copied from the worked example; say it in your own words, of this tool.`,
    ]
  })
}

/** A persona's example is read once for all its seats. */
const exampleRuns = onceFor(
  ({ template }: Persona): ReadonlySet<string> => new Set(exampleTexts(template).flatMap((text) => runsIn(wordsOf(text)))),
)

function runsIn(words: readonly string[]): string[] {
  return words.slice(0, Math.max(0, words.length - runLength + 1)).map((_, index) => runAt(words, index))
}

/** The words from there on, as one text; fewer than a run has at the end of the list, which equals no run. */
function runAt(words: readonly string[], index: number): string {
  return words.slice(index, index + runLength).join(' ')
}

function wordsOf(text: string): string[] {
  return withoutMarkers(text, ' ').toLowerCase().match(word) ?? []
}
