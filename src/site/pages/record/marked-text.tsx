import type { SentenceBy } from '../../../contracts/site.js'

/** A sentence's place in a text, in UTF-16 code units, end exclusive, and who it is from. */
export type Sentence = { start: number; end: number; by: SentenceBy }

/** What is said of a marked sentence to those who listen to the page; the eye sees its underline. */
const spokenMarks: Record<Exclude<SentenceBy, 'model'>, string> = {
  edited: '(edited sentence) ',
  person: '(sentence written by a person) ',
}

/** A stretch of text; `opens`: the sentence it belongs to begins in it. */
type Stretch = { text: string; by: SentenceBy; opens: boolean }

/** Text with its edited and written sentences marked. `start` is its place in the text that the sentences are places in. */
export function Marked({ text, start = 0, sentences }: { text: string; start?: number; sentences: readonly Sentence[] }) {
  return (
    <>
      {stretchesOf(text, start, sentences).map(({ text: words, by, opens }) =>
        by === 'model' ? (
          words
        ) : (
          <span class={`by-${by}`}>
            {opens ? <span class="hide">{spokenMarks[by]}</span> : null}
            {words}
          </span>
        ),
      )}
    </>
  )
}

/** The text cut where marked sentences begin and end, nothing of it left out, whatever the places are. */
function stretchesOf(text: string, start: number, sentences: readonly Sentence[]): Stretch[] {
  const stretches: Stretch[] = []
  let done = 0
  const add = (until: number, by: SentenceBy, opens: boolean) => {
    const words = text.slice(done, until)
    if (words !== '') stretches.push({ text: words, by, opens })
    done = Math.max(done, until)
  }
  for (const { start: from, end, by } of sentences.filter((sentence) => sentence.by !== 'model').toSorted((a, b) => a.start - b.start)) {
    const [first, last] = [from - start, Math.min(end - start, text.length)]
    if (last <= done || first >= text.length) continue
    add(Math.max(first, done), 'model', false)
    add(last, by, first >= 0)
  }
  add(text.length, 'model', false)
  return stretches
}
