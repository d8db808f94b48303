import type { SupportQuestion } from '../../../contracts/second-opinion.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { questionsOf } from '../../../review/rules/questions.js'
import type { VerdictView } from '../../../review/views.js'
import { lackText, readerTieText, supportWords } from '../../../site/pages/record/opinion-words.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { passageAnchor } from './links.js'

/** What a second model asks about the current revision, as questions; nothing where none was asked. */
export function Questions({ view }: { view: VerdictView }) {
  const { verdict } = view
  const opinion = verdict?.status === 'drafted' ? verdict.opinion : undefined
  if (opinion === undefined) return null
  const questions = questionsOf(view)
  const read = opinion.pairs.filter(({ support }) => support !== null).length
  const lack = lackText(opinion)
  return (
    <section class="part small" id="questions">
      <h2>{questions.length === 0 ? 'Second opinion' : `A second model has ${digitsOf(questions.length, 'question')}`}</h2>
      <p class="meta">
        {read === 0 ? null : (
          <>
            <span class="mono">{revealInvisible(opinion.model)}</span> read {digitsOf(read, 'pair')} of a sentence of the draft and a
            passage it cites.
            {questions.length === 0 ? ' It questions none that is still as drafted.' : ' It may be wrong: read the passage yourself.'}{' '}
          </>
        )}
        {opinion.conflict === undefined ? null : `${revealInvisible(readerTieText(opinion.conflict))} `}
        {lack === '' ? null : lack}
      </p>
      {questions.length === 0 ? null : (
        <ul class="rows">
          {questions.map((question) => (
            <Question question={question} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Question({ question: { model, sentence, evidence, passage, support, reason } }: { question: SupportQuestion }) {
  return (
    <li>
      <p>
        <span class="mono">{revealInvisible(model)}</span> asks: does <a href={`#${passageAnchor(evidence)}`}>[{evidence}]</a> support this?{' '}
        <q>{revealInvisible(sentence)}</q>
      </p>
      <p class="meta">
        It reads: <q>{revealInvisible(passage)}</q> It thinks: {supportWords[support]}. {asSentence(revealInvisible(reason))}
      </p>
    </li>
  )
}
