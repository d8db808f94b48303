import type { Dossier } from '../../../contracts/dossier.js'
import type { Particular } from '../../../contracts/particular.js'
import type { SupportQuestion } from '../../../contracts/second-opinion.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { supportWords } from '../../../site/pages/record/opinion-words.js'
import { listWords } from '../../../site/pages/record/words.js'
import { passageAnchor, sourceAnchor } from './links.js'
import type { Mark } from './marks.js'
import { titleOf } from './title-of.js'

const signs: Record<Mark['kind'], { sign: string; word: string }> = {
  'no evidence': { sign: '!', word: 'no evidence' },
  'not found': { sign: '×', word: 'not found' },
  particular: { sign: '≠', word: 'unsupported' },
  question: { sign: '?', word: 'questioned' },
}

/** The kinds of marks in their order, each with the word that a mark of it bears. */
export const markKinds = Object.entries(signs).map(([kind, { word }]) => ({ kind: kind as Mark['kind'], word }))

/** One thing to look at behind its sentence: a sign and a word, which open to why. `number` counts them over the whole verdict, from 1. */
export function Look({ mark, number, sources }: { mark: Mark; number: number; sources: Dossier['sources'] }) {
  const { sign, word } = signs[mark.kind]
  const near = mark.kind === 'particular' ? mark.near : null
  return (
    <details class="look" id={`look-${number}`} data-near={near === null ? undefined : `${near.source} ${near.unit}`}>
      <summary>
        <span aria-hidden="true">{sign}</span>
        <span class="hide">to look at {number}: </span>
        {word}
        {mark.kind === 'particular' ? <span class="what"> {revealInvisible(mark.particular.text)}</span> : null}
      </summary>
      <div class="says">
        <Why mark={mark} sources={sources} />
      </div>
    </details>
  )
}

function Why({ mark, sources }: { mark: Mark; sources: Dossier['sources'] }) {
  switch (mark.kind) {
    case 'no evidence': {
      const claims = mark.claims.slice(0, 6).map((claim) => `“${revealInvisible(claim)}”`)
      return <p>It states {listWords(claims)} and cites nothing. Cite a passage, or take it out.</p>
    }
    case 'not found': {
      const numbers = mark.numbers.slice(0, 10).map((number) => `[${number}]`)
      return <p>No passage of {listWords(numbers)} is in its source. Quote what the source says, or take it out.</p>
    }
    case 'particular':
      return <Unsupported particular={mark.particular} sources={sources} />
    case 'question':
      return <Questioned question={mark.question} />
  }
}

type UnsupportedProps = { particular: Particular; sources: Dossier['sources'] }

function Unsupported({ particular: { text, missingIn, nearest }, sources }: UnsupportedProps) {
  return (
    <>
      <p>
        “{revealInvisible(text)}” is {missingIn === 'no source' ? 'in no source' : 'in the dossier, but in no passage that is cited here'}.
      </p>
      {nearest === null ? (
        <p>No source says anything like it. Take it out, or cite what says it.</p>
      ) : (
        <p>
          The source “<a href={`#${sourceAnchor(nearest.source)}`}>{revealInvisible(titleOf(sources, nearest.source))}</a>” says:{' '}
          <q>{revealInvisible(nearest.says)}</q>
        </p>
      )}
    </>
  )
}

function Questioned({ question: { model, evidence, support, reason } }: { question: SupportQuestion }) {
  return (
    <>
      <p>
        <span class="mono">{revealInvisible(model)}</span> asks: does <a href={`#${passageAnchor(evidence)}`}>[{evidence}]</a> support this?
        It thinks: {supportWords[support]}. {asSentence(revealInvisible(reason))}
      </p>
      <p>It may be wrong: read the passage yourself.</p>
    </>
  )
}
