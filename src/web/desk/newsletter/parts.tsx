import type { Mailer } from '../../../mail/mailer.js'
import type { Refusal } from '../../../newsletter/refusals.js'
import type { NewsletterPlace } from '../../../newsletter/rules/mail-headers.js'
import type { IssueStatus, Progress } from '../../../newsletter/store/issues.js'
import { digitsOf, groupDigits } from '../../../site/pages/record/words.js'
import { RefusedBox } from '../parts.js'

export const statusWords: Record<IssueStatus, { kind: string; word: string }> = {
  draft: { kind: 'needs', word: 'Draft' },
  approved: { kind: 'waits', word: 'Approved' },
  sending: { kind: 'runs', word: 'Sending' },
  sent: { kind: 'done', word: 'Sent' },
  discarded: { kind: 'ended', word: 'Discarded' },
}

/** The state of an issue: a mark and a word. */
export function IssueMark({ status }: { status: IssueStatus }) {
  const { kind, word } = statusWords[status]
  return <span class={`state ${kind}`}>{word}</span>
}

/** How far an issue is, in a few words; a dash before it is sent. */
export function progressText({ total, sent, unknown, refused, failed, skipped }: Progress, status: IssueStatus): string {
  if (status !== 'sending' && status !== 'sent') return '—'
  const parts = [
    `${groupDigits(sent)} of ${groupDigits(total)}`,
    ...(unknown > 0 ? [`${unknown} not known`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} left before`] : []),
  ]
  return parts.join(' · ')
}

/** Where mails go, and what is missing for an issue that may be sent in earnest. */
export function MailPlace({ mailer, place }: { mailer: Pick<Mailer, 'kind' | 'place'>; place: NewsletterPlace }) {
  return (
    <>
      <p class="meta">
        {mailer.kind === 'smtp' ? (
          <>
            Mails go through <span class="mono">{mailer.place}</span>.
          </>
        ) : (
          <>
            No mail server is configured: mails land as files in <span class="mono">{mailer.place}</span>.
          </>
        )}
      </p>
      {mailer.kind === 'smtp' && place.sender === null ? (
        <p class="flag-box">
          The issue does not say who sends it and where to write to, as the law of many countries wants it. Set newsletter.sender in
          panel.config.yaml.
        </p>
      ) : null}
    </>
  )
}

/** Why something was not done; nothing when all was. */
export function Refused({ refusal }: { refusal: Refusal | undefined }) {
  return refusal === undefined ? null : <RefusedBox {...refusal} />
}

export function subscribersText(count: number): string {
  return count === 0 ? 'no one, for there is no subscriber' : digitsOf(count, 'subscriber')
}
