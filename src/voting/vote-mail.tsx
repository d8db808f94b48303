import type { Child } from 'hono/jsx'
import { renderMailPage } from '../platform/html/mail-page.js'
import { revealInvisible } from '../platform/html/safe-text.js'
import { isolate } from '../platform/text/text-direction.js'

export type VoteMailProps = {
  toolName: string
  choice: 'ship' | 'skip'
  /** The page with the button that confirms. */
  confirmUrl: string
  /** The tool's page. */
  toolUrl: string
  /** How long the link works. */
  validHours: number
}

/** A mail's subject and its two bodies. */
export type WrittenMail = { subject: string; html: string; text: string }

const maxSubjectName = 80
const paragraph =
  "font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; margin: 0 0 16px;"

/** The mail that asks to confirm a vote. Says what to do for those who never voted: nothing. */
export function renderVoteMail(props: VoteMailProps): WrittenMail {
  const name = oneLine(props.toolName)
  return {
    subject: `Confirm your vote on ${isolate(name.length > maxSubjectName ? `${name.slice(0, maxSubjectName)}…` : name)}`,
    html: renderMailPage({ title: `Confirm your vote on ${isolate(name)}`, children: <VoteMail {...props} toolName={name} /> }),
    text: voteMailText({ ...props, toolName: isolate(name) }),
  }
}

/** A name goes into a header: no line break, and nothing unseen. */
function oneLine(text: string): string {
  return revealInvisible(text.replace(/\s+/gu, ' ').trim())
}

function voteMailText({ toolName, choice, confirmUrl, toolUrl, validHours }: VoteMailProps): string {
  return `Someone, we hope you, voted ${choice} on ${toolName} and gave this address to confirm the vote.

Open this page and press its button:
${confirmUrl}

The link works for ${validHours} hours, once. A confirmed vote is counted apart from the others; an address confirms one vote a tool.

If you did not vote, do nothing: without the button nothing is confirmed, and you get nothing else from us. We keep no copy of your address.

${toolName}: ${toolUrl}
`
}

function VoteMail({ toolName, choice, confirmUrl, toolUrl, validHours }: VoteMailProps) {
  return (
    <>
      <Text>
        Someone, we hope you, voted <b>{choice}</b> on <a href={toolUrl}>{toolName}</a> and gave this address to confirm the vote.
      </Text>
      <Text>
        <a href={confirmUrl}>
          <b>Confirm your vote</b>
        </a>
        : open the page and press its button.
      </Text>
      <Text>
        The link works for {validHours} hours, once. A confirmed vote is counted apart from the others; an address confirms one vote a tool.
      </Text>
      <Text>
        If you did not vote, do nothing: without the button nothing is confirmed, and you get nothing else from us. We keep no copy of your
        address.
      </Text>
    </>
  )
}

function Text({ children }: { children: Child }) {
  return <p style={paragraph}>{children}</p>
}
