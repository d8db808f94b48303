import { revealInvisible } from '../../../platform/html/safe-text.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { Look, markKinds } from './look.js'
import { countMarks, type ReadField, type ReadSentence } from './marks.js'
import { byWords, Legend, type Reading, WithMarkers } from './reading.js'

/** How a verdict's words read beside their sources: quote and answers, sentence by sentence, with the marks that a reviewer goes through. */
export function WordsReading({ reading, fields }: { reading: Reading; fields: readonly ReadField[] }) {
  const [quote, ...others] = fields
  if (quote?.sentences == null || quote.sentences.length === 0) return <p class="empty">No quote yet.</p>
  const counter = { at: 0 }
  const answers = others.filter(({ ask }) => ask !== undefined)
  const shows = others.filter((field) => field.shows !== undefined)
  return (
    <>
      <ToLook fields={fields} />
      <blockquote class="reading" dir={directionOf(quote.text)}>
        <Sentences field={quote} reading={reading} counter={counter} />
      </blockquote>
      <Legend sentences={quote.sentences} reading={reading} />
      <Fields title="Answers" fields={answers} reading={reading} counter={counter} />
      <Fields title="What passages are said to show" fields={shows} reading={reading} counter={counter} />
    </>
  )
}

type FieldsProps = { title: string; fields: readonly ReadField[]; reading: Reading; counter: { at: number } }

function Fields({ title, fields, reading, counter }: FieldsProps) {
  if (fields.length === 0) return null
  return (
    <details class="ask fold" open>
      <summary>
        {title} <span class="meta num">{fields.length}</span>
      </summary>
      <dl class="asked">
        {fields.map((field) => (
          <>
            <dt>{field.shows === undefined ? revealInvisible(field.ask?.question ?? field.part) : `Evidence ${field.shows}`}</dt>
            <dd class="reading" dir={directionOf(field.text)}>
              {field.sentences === null ? revealInvisible(field.text) : <Sentences field={field} reading={reading} counter={counter} />}
            </dd>
          </>
        ))}
      </dl>
    </details>
  )
}

/** How many marks there are, and of which kinds: they are what `n` goes through. */
function ToLook({ fields }: { fields: readonly ReadField[] }) {
  const count = countMarks(fields)
  if (count === 0) return <p class="to-look meta">Nothing to look at: no sentence lacks evidence, is unsupported or questioned.</p>
  return (
    <p class="to-look meta">
      <a href="#look-1">
        <b>{count} to look at</b>
      </a>
      <span>{kindsText(fields)}</span>
      <span class="by-key">
        <kbd>n</kbd> next, <kbd>Shift n</kbd> the one before
      </span>
    </p>
  )
}

/** `1 no evidence, 2 unsupported`: the marks by the words that they bear in the text. */
function kindsText(fields: readonly ReadField[]): string {
  const marks = fields.flatMap(({ sentences }) => (sentences ?? []).flatMap((sentence) => sentence.marks))
  const counts = markKinds.map(({ kind, word }) => ({ word, count: marks.filter((mark) => mark.kind === kind).length }))
  return counts.flatMap(({ word, count }) => (count === 0 ? [] : `${count} ${word}`)).join(', ')
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
  const { text, by, cites, support, marks } = sentence
  return (
    <div class="sentence-of" data-cites={cites.join(' ')}>
      <span class={`s ${by} ${support}`}>
        {by === 'model' ? null : <span class="hide">[{byWords[by]}] </span>}
        <WithMarkers text={text} evidence={reading.evidence} isLinked />
      </span>
      {marks.map((mark) => {
        counter.at += 1
        return <Look mark={mark} number={counter.at} sources={reading.sources} />
      })}
    </div>
  )
}
