import { revealInvisible } from '../../../platform/html/safe-text.js'
import { ProblemBox, RefusedBox, SaidBox } from '../parts.js'
import { fieldId, fieldOf } from './fields.js'

/** What was done, or why not, shown at the top of the page where it was tried. */
export type Notice =
  | { kind: 'done'; text: string; next?: { href: string; text: string }; more?: string | undefined }
  | { kind: 'refused'; why: string; fix: string }
  | { kind: 'problems'; problems: readonly { path: string; message: string }[] }

const partWords: Record<string, string> = {
  call: 'Call',
  quote: 'Quote',
  reason: 'Reason',
  note: 'Note',
  text: 'Comment',
  to: 'Person',
  source: 'source',
  shows: 'what it shows',
  answer: 'answer',
  ask: 'ask',
  statement: 'statement',
  deadline: 'deadline',
  probability: 'probability',
  resolution: 'how to tell',
  answers: 'Answer',
  evidence: 'Evidence',
  predictions: 'Prediction',
}

/** `content.evidence.1.shows` as `Evidence 2, what it shows`. */
function placeOf(path: string): string {
  if (fieldOf(path).startsWith('cite.')) return 'Evidence by numbers'
  const [list = '', index, field = ''] = fieldOf(path).split('.')
  const word = partWords[list] ?? 'The form'
  if (index === undefined || !/^\d+$/.test(index)) return word
  const inner = list === 'evidence' && field === 'quote' ? 'passage' : partWords[field]
  return `${word} ${Number(index) + 1}${inner === undefined ? '' : `, ${inner}`}`
}

/** What was done, or why it was not and what to do about it. */
export function NoticeBox({ notice }: { notice: Notice | null }) {
  if (notice === null) return null
  if (notice.kind === 'refused') return <RefusedBox why={revealInvisible(notice.why)} fix={notice.fix} />
  if (notice.kind === 'done')
    return (
      <SaidBox>
        {notice.text} {notice.next === undefined ? null : <a href={notice.next.href}>{notice.next.text}</a>}
        {notice.more === undefined ? null : `. ${notice.more}`}
      </SaidBox>
    )
  return (
    <ProblemBox head="Not saved yet; what you wrote is still here.">
      <ul>
        {notice.problems.map(({ path, message }) => (
          <li>
            <a href={`#${fieldId(fieldOf(path))}`}>{placeOf(path)}</a>: {message}
          </li>
        ))}
      </ul>
    </ProblemBox>
  )
}
