import type { PageReport } from '../../../contracts/proposal.js'
import type { Intake } from '../../../evidence/store/intakes.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { Address, OutsideLink } from '../../../site/pages/record/parts.js'
import { digitsOf } from '../../../site/pages/record/words.js'

const pageWords: Record<PageReport['status'], { kind: string; word: string }> = {
  waiting: { kind: 'waits', word: 'Waiting' },
  reading: { kind: 'runs', word: 'Reading' },
  read: { kind: 'done', word: 'Read' },
  unchanged: { kind: 'done', word: 'Read, unchanged' },
  failed: { kind: 'gone', word: 'Not read' },
}
const fromWords: Record<PageReport['from'], string> = {
  given: '',
  link: 'found on another page',
  registry: 'from a registry',
}

/** Pages that are shown of one intake; a person gives twenty at most, and eight more are found. */
const mostShown = 100

type Read = Pick<Intake, 'addresses' | 'pages' | 'status'>

/** The pages of an intake: before any was begun, those that were given. Pure. */
export function pagesOf({ addresses, pages }: Pick<Read, 'addresses' | 'pages'>): PageReport[] {
  if (pages.length > 0) return pages.slice(0, mostShown)
  return addresses
    .slice(0, mostShown)
    .map((url) => ({ url, status: 'waiting', from: 'given', sources: [], title: null, message: null, fix: null }))
}

/** How far it is, in one sentence. Pure. */
export function progressWords(intake: Read): string {
  const pages = pagesOf(intake)
  const count = (...statuses: PageReport['status'][]) => pages.filter(({ status }) => statuses.includes(status)).length
  const failed = count('failed')
  const ended = `${count('read', 'unchanged')} of ${digitsOf(pages.length, 'page')} read${failed === 0 ? '' : `, ${failed} not`}`
  return `${ended}.`
}

/** Each page with how it went: what was wrong with it, and what to do. */
export function PageList({ pages }: { pages: readonly PageReport[] }) {
  return (
    <ul class="rows first-line">
      {pages.map(({ url, status, from, title, message, fix }) => (
        <li class="page-row">
          <span class={`state ${pageWords[status].kind}`}>{pageWords[status].word}</span>
          <div>
            {title === null ? null : <p class="name">{revealInvisible(title)}</p>}
            <p class="meta address">
              <OutsideLink url={url} text={<Address text={revealInvisible(url)} />} />
              {fromWords[from] === '' ? null : ` · ${fromWords[from]}`}
            </p>
            {message === null ? null : <p class="why">{asSentence(revealInvisible(message))}</p>}
            {fix === null ? null : <p class="why">To do about it: {asSentence(revealInvisible(fix))}</p>}
          </div>
        </li>
      ))}
    </ul>
  )
}
