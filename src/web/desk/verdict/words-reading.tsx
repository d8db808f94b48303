import { revealInvisible } from '../../../platform/html/safe-text.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { listWords } from '../../../site/pages/record/words.js'
import { countMarks, type Mark, type ReadField, type ReadSentence } from './marks.js'
import { byWords, Legend, type Reading, supportOf, WithMarkers } from './reading.js'

/** How a verdict's words read beside their sources: quote and answers, sentence by sentence, with the marks that a reviewer goes through. */
export function WordsReading({ reading, fields }: { reading: Reading; fields: readonly ReadField[] }) {
  const [quote, ...answers] = fields
  if (quote?.sentences == null || quote.sentences.length === 0) return <p class="empty">No quote yet.</p>
  const counter = { at: 0 }
  return (
    <>
      <ToLook count={countMarks(fields)} />
      <blockquote class="reading" dir={directionOf(quote.text)}>
        <Sentences field={quote} reading={reading} counter={counter} />
      </blockquote>
      <Legend sentences={quote.sentences} evidence={reading.evidence} quote={reading.provenance.quote} />
      {answers.length === 0 ? null : (
        <details class="ask" open>
          <summary>Answers</summary>
          <dl class="asked">
            {answers.map((field) => (
              <>
                <dt>{revealInvisible(field.ask?.question ?? field.name)}</dt>
                <dd class="reading" dir={directionOf(field.text)}>
                  {field.sentences === null ? revealInvisible(field.text) : <Sentences field={field} reading={reading} counter={counter} />}
                </dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

function ToLook({ count }: { count: number }) {
  if (count === 0) return <p class="to-look meta">Nothing to look at: each claim has its evidence.</p>
  return (
    <p class="to-look meta">
      <a href="#look-1">
        <b>{count} to look at</b>
      </a>{' '}
      <span class="by-key">
        <kbd>n</kbd> next, <kbd>Shift n</kbd> the one before
      </span>
    </p>
  )
}

type SentencesProps = { field: ReadField; reading: Reading; counter: { at: number } }

function Sentences({ field: { text, sentences }, reading, counter }: SentencesProps) {
  return (sentences ?? []).map((sentence, index, all) => (
    <>
      {text.slice(all[index - 1]?.end ?? sentence.start, sentence.start)}
      <OneSentence sentence={sentence} reading={reading} counter={counter} />
    </>
  ))
}

/** A sentence, and behind it what there is to look at in it: in a block that is set in the line, because a mark opens as one. */
function OneSentence({ sentence, reading, counter }: { sentence: ReadSentence; reading: Reading; counter: { at: number } }) {
  const { text, by, cites, marks } = sentence
  const support = supportOf(text, reading.evidence)
  return (
    <div class="sentence-of" data-cites={cites.join(' ')}>
      <span class={`s ${by} ${support}`}>
        {by === 'model' ? null : <span class="hide">[{byWords[by]}] </span>}
        <WithMarkers text={text} evidence={reading.evidence} isLinked />
      </span>
      {marks.map((mark) => {
        counter.at += 1
        return <MarkOf mark={mark} number={counter.at} />
      })}
    </div>
  )
}

function MarkOf({ mark, number }: { mark: Mark; number: number }) {
  const { sign, word, says } = wordsOf(mark)
  return (
    <details class="look" id={`look-${number}`}>
      <summary>
        <span aria-hidden="true">{sign}</span>
        <span class="hide">to look at {number}: </span> {word}
      </summary>
      <p class="says">{says}</p>
    </details>
  )
}

function wordsOf(mark: Mark): { sign: string; word: string; says: string } {
  switch (mark.kind) {
    case 'no evidence': {
      const claims = mark.claims.slice(0, 6).map((claim) => `“${revealInvisible(claim)}”`)
      return { sign: '!', word: 'no evidence', says: `It states ${listWords(claims)} and cites nothing. Cite a passage, or take it out.` }
    }
    case 'not found': {
      const numbers = listWords(mark.numbers.slice(0, 10).map((number) => `[${number}]`))
      return {
        sign: '×',
        word: 'not found',
        says: `No passage of ${numbers} is in its source. Quote what the source says, or take it out.`,
      }
    }
  }
}
