import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import type { QuoteCheck } from '../../../review/check-quotes.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import { passageAnchor, sourceAnchor } from './links.js'

/** What a quote comes to as people read it: the word, what it means for them, and the source's words where they differ. */
export type QuoteWords = { word: QuoteCheck['status']; about: string; words: string | null; shown: string }

/**
 * The same words on the page and for the script that asks while someone writes; `shown` are the source's `words` with invisible signs shown. The
 * page says what a passage leaves out beside its sentence, below; the script says it here.
 */
export function quoteWords(check: QuoteCheck, { hasSentence = false } = {}): QuoteWords {
  if (check.status === 'verified') {
    const but = check.warning === undefined || hasSentence ? '' : ` But ${revealInvisible(check.warning)}.`
    return { word: 'verified', about: `The passage is in its source.${but}`, words: null, shown: '' }
  }
  if (check.status === 'repaired')
    return { word: 'repaired', about: 'A save puts in the source’s own words:', words: check.words, shown: revealInvisible(check.words) }
  return {
    word: 'not found',
    about: `${asSentence(sentenceCase(revealInvisible(check.why)))} Select the passage in the source, or remove this evidence.`,
    words: null,
    shown: '',
  }
}

type StatusProps = {
  check: QuoteCheck
  number: number
  source: string
  isEmpty: boolean
  /** What a person wrote, where an earlier save put the source's words in. */
  written: string | null
  rowsPath: string
}

/**
 * Beneath a quote's field: whether it is in its source. The script keeps it up to date, and the parts that it may need are there unseen;
 * without it a save shows the same.
 */
export function QuoteStatus({ check, number, source, isEmpty, written, rowsPath }: StatusProps) {
  const { word, about, words, shown } = quoteWords(check, { hasSentence: true })
  return (
    <span class="quote-status" data-quote-status={word}>
      <span role="status">
        <span data-part="said" hidden={isEmpty}>
          <b data-part="word">{word}</b>. <span data-part="about">{about}</span>{' '}
          <q data-part="words" hidden={words === null}>
            {shown}
          </q>
        </span>
      </span>{' '}
      <button
        type="submit"
        name="do"
        value={`use-words ${number}`}
        formaction={rowsPath}
        class="link"
        data-part="use"
        hidden={isEmpty || words === null}
      >
        Use the source’s words<span class="hide"> in evidence {number}</span>
      </button>{' '}
      <a href={`#${check.status === 'verified' ? passageAnchor(number) : sourceAnchor(source)}`} data-part="see" hidden={isEmpty}>
        {check.status === 'verified' ? 'see it' : 'see the source'}
        <span class="hide"> of evidence {number}</span>
      </a>
      {written === null ? null : (
        <span data-part="written">
          {' '}
          These are the source’s words; a person wrote <q>{revealInvisible(written)}</q>
        </span>
      )}
    </span>
  )
}
